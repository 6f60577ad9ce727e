import type * as Prometheus from 'prom-client'
import type { StatusReader } from '../status-reader.js'
import { estimateUnits, isAlive, isReachable, type StreamStatus } from '../stream-status.js'

interface StreamGauge {
  readonly name: string
  readonly help: string
  /** Undefined where the server that knows is away: the stream has no sample then. */
  readonly of: (status: StreamStatus) => number | undefined
}

const GAUGES: readonly StreamGauge[] = [
  {
    name: 'orm_gen_backlog_entries',
    help: 'Entries of the stream that are not settled',
    of: ({ redis }) => (isReachable(redis) ? redis.entries : undefined),
  },
  {
    name: 'orm_gen_backlog_units',
    help: 'Units that wait, estimated from some entries of the stream',
    of: ({ redis }) => (isReachable(redis) ? estimateUnits(redis).units : undefined),
  },
  {
    name: 'orm_gen_oldest_unit_age_seconds',
    help: 'Age of the oldest unit that waits; 0 when none does',
    of: ({ redis }) => (isReachable(redis) ? (redis.oldestMs ?? 0) / 1_000 : undefined),
  },
  {
    name: 'orm_gen_dead_letters',
    help: 'Dead letters that wait for a decision',
    of: ({ database }) => (isReachable(database) ? database.deadLetters : undefined),
  },
  {
    name: 'orm_gen_parked_units',
    help: 'Units that wait behind a dead letter',
    of: ({ database }) => (isReachable(database) ? database.parked : undefined),
  },
  {
    name: 'orm_gen_consumers_alive',
    help: 'Consumer processes that were heard of lately',
    of: ({ database }) => (isReachable(database) ? database.consumers.filter(isAlive).length : undefined),
  },
]

export function addStreamGauges(
  { Gauge }: Pick<typeof Prometheus, 'Gauge'>,
  registry: Prometheus.Registry,
  reader: StatusReader,
): void {
  let look: Promise<readonly StreamStatus[]> | undefined
  /** All gauges of a scrape ask at once and share one look. */
  const statuses = () => {
    look ??= reader.read().finally(() => {
      look = undefined
    })
    return look
  }
  for (const { name, help, of } of GAUGES) {
    new Gauge({
      name,
      help,
      labelNames: ['stream'],
      registers: [registry],
      async collect() {
        this.reset()
        for (const status of await statuses()) {
          const value = of(status)
          if (value !== undefined) this.set({ stream: status.stream.key }, value)
        }
      },
    })
  }
}
