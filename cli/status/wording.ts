import type { ConsumerFact } from '../../runtime/database/consumer-facts.js'
import type { Rates } from '../../runtime/observe/rates.js'
import {
  type Concern,
  concernsOf,
  estimateUnits,
  isAlive,
  isReachable,
  type StreamStatus,
} from '../../runtime/observe/stream-status.js'

type Row = readonly [label: string, text: string]

/** A block of lines for one stream. */
export function describeStream(status: StreamStatus, rates: Rates): string {
  const { stream, redis, database } = status
  const rows: Row[] = []
  if (isReachable(redis)) rows.push(['waiting', waiting(status)])
  if (isReachable(database)) {
    rows.push(['rates', `${rate(rates.queued)} queued, ${rate(rates.applied)} applied`])
    rows.push(...consumers(database.consumers, database.owner))
    rows.push(['dead letters', deadLetters(database.deadLetters, database.parked)])
  }
  return [
    `${stream.name}  (Redis pool ${stream.redisPool}, MySQL pool ${stream.mysqlPool})`,
    ...rows.map(([label, text]) => `  ${label.padEnd(13)} ${text}`),
    ...concernsOf(status).map((concern) => `  ! ${describeConcern(concern)}`),
  ].join('\n')
}

function waiting({ redis }: StreamStatus): string {
  if (!isReachable(redis) || redis.entries === 0) return 'nothing'
  const { units, exact } = estimateUnits(redis)
  const counts = `${exact ? '' : 'about '}${plural(units, 'unit')} in ${plural(redis.entries, 'entry', 'entries')}`
  return redis.oldestMs === undefined ? counts : `${counts}, the oldest for ${duration(redis.oldestMs)}`
}

function consumers(known: readonly ConsumerFact[], owner: string | undefined): readonly Row[] {
  const alive = known.filter(isAlive).length
  if (known.length === 0)
    return [['consumers', owner === undefined ? 'none' : `none heard of; the lease is with ${owner}`]]
  return [['consumers', alive === 0 ? 'none alive' : `${alive} alive`], ...known.map((one): Row => ['', consumer(one)])]
}

function consumer(one: ConsumerFact): string {
  const { host, pid, state, workers, silentMs, applied, dead, retries } = one
  const heard = `heard of ${duration(silentMs)} ago`
  const counts = `${number(applied)} applied, ${plural(retries, 'retry', 'retries')}, ${number(dead)} dead`
  return `${host}:${pid} ${isAlive(one) ? state : 'gone'}, ${plural(workers, 'worker')}, ${heard}; ${counts}`
}

function deadLetters(dead: number, parked: number): string {
  if (dead === 0 && parked === 0) return 'none'
  return parked === 0
    ? `${number(dead)}, nothing parked`
    : `${number(dead)}, and ${plural(parked, 'unit')} parked behind them`
}

function describeConcern(concern: Concern): string {
  switch (concern.kind) {
    case 'unreachable':
      return concern.error.message.replaceAll('\n', '\n  ')
    case 'noConsumer':
      return `${plural(concern.entries, 'entry waits', 'entries wait')} and no consumer is alive: orm-gen consume`
    case 'alert':
      return `${concern.owner} waits: ${concern.alert}`
    case 'deadLetters':
      return 'dead letters wait for a decision: orm-gen dead-letters list'
  }
}

/** `4 s`, `12 min`, `3 h`, `2 days` */
function duration(ms: number): string {
  const seconds = ms / 1_000
  if (seconds < 1) return `${Math.round(ms)} ms`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`
}

const rate = (perSecond: number | undefined): string =>
  perSecond === undefined ? 'unknown' : `${number(Math.round(perSecond))}/s`

const number = (value: number): string => value.toLocaleString('en-US')

const plural = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`
