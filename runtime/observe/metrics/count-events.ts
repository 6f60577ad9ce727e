import type * as Prometheus from 'prom-client'
import type { BackgroundConsumer } from '../../background-consumer.js'

/** From a lone unit on a fast disk to a bulk that waited for locks. */
const APPLY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Pairs of entity and error beyond these are counted as `other`: a series for each would have no end. */
const MAX_CAUSES = 200

/** Counts what a consumer does. Labels name its streams by their keys. Returns what ends it. */
export function countEvents(
  { Counter, Gauge, Histogram }: Pick<typeof Prometheus, 'Counter' | 'Gauge' | 'Histogram'>,
  registry: Prometheus.Registry,
  consumer: Pick<BackgroundConsumer, 'on'>,
): () => void {
  const registers = [registry]
  const applied = new Counter({
    name: 'orm_gen_units_applied_total',
    help: 'Units that this process has applied',
    labelNames: ['stream'],
    registers,
  })
  const applySeconds = new Histogram({
    name: 'orm_gen_apply_duration_seconds',
    help: 'A transaction from its first statement to the answer of its COMMIT',
    labelNames: ['stream'],
    buckets: APPLY_SECONDS,
    registers,
  })
  const retries = new Counter({
    name: 'orm_gen_retries_total',
    help: 'Transactions that were tried again',
    labelNames: ['stream'],
    registers,
  })
  const dead = new Counter({
    name: 'orm_gen_units_dead_total',
    help: 'Units that this process has given up, by entity and error',
    labelNames: ['stream', 'entity', 'error'],
    registers,
  })
  const alerts = new Gauge({
    name: 'orm_gen_alert',
    help: '1 while the stream waits for this reason',
    labelNames: ['stream', 'kind'],
    registers,
  })
  const causes = new Set<string>()
  const isCounted = (cause: string) => causes.has(cause) || (causes.size < MAX_CAUSES && causes.add(cause).size > 0)
  const removers = [
    consumer.on('applied', ({ stream, units, applyMs }) => {
      applied.inc({ stream }, units)
      applySeconds.observe({ stream }, applyMs / 1_000)
    }),
    consumer.on('retry', ({ stream }) => retries.inc({ stream })),
    consumer.on('deadLetter', ({ stream, letter: { entity, errorCode } }) => {
      const isKnown = isCounted(`${entity} ${errorCode}`)
      dead.inc(isKnown ? { stream, entity, error: errorCode } : { stream, entity: 'other', error: 'other' })
    }),
    consumer.on('alert', ({ stream, kind }) => alerts.set({ stream, kind }, 1)),
    consumer.on('alertCleared', ({ stream, kind }) => alerts.set({ stream, kind }, 0)),
  ]
  return () => {
    for (const remove of removers) remove()
  }
}
