import { JOBS } from './jobs.js'
import type { ChildAnswer, ChildRequest } from './messages.js'

/** The process in which a consumer, or what stands in for one, runs alone: its processor time is nobody else's. */
process.on('message', async ({ job, input }: ChildRequest) => {
  const work = JOBS[job as keyof typeof JOBS] as (...input: readonly unknown[]) => Promise<unknown>
  const answer: ChildAnswer = await work(...input).then(
    (result) => ({ kind: 'done', result }),
    (error: unknown) => ({
      kind: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  )
  process.send?.(answer)
})
process.on('disconnect', () => process.exit(0))
