import { type Concern, concernsOf, isAlive, isReachable, type StreamStatus } from '../stream-status.js'
import { type Finding, findings } from './finding.js'

/** Whether somebody works the stream, and what those who do complain of. */
export function checkConsumers(status: StreamStatus): readonly Finding[] {
  const subject = `stream ${status.stream.name}`
  const found = concernsOf(status).flatMap((concern) => findingsOf(concern, subject))
  if (found.length > 0 || !isReachable(status.database)) return found
  const alive = status.database.consumers.filter(isAlive).length
  return [findings('consumers', subject).ok(alive === 0 ? 'none alive, and nothing waits' : `${alive} alive`)]
}

function findingsOf(concern: Concern, subject: string): readonly Finding[] {
  const say = findings('consumers', subject)
  switch (concern.kind) {
    case 'unreachable':
      return []
    case 'noConsumer':
      return [say.problem(`${concern.entries} entries wait, no consumer`, 'Nothing reaches MySQL', 'orm-gen consume')]
    case 'alert':
      return [say.problem(concern.alert, `${concern.owner} waits until it is mended`, 'orm-gen status')]
    case 'deadLetters':
      return [
        findings('dead-letters', subject).advice(
          `${concern.deadLetters} dead, ${concern.parked} parked behind them`,
          'Their changes are not in MySQL until they are retried',
          'orm-gen dead-letters list',
        ),
      ]
  }
}
