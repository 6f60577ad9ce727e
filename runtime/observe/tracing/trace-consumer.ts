import type { StreamConfig } from '../../config/engine-config.js'
import type { ConsumerEvents } from '../../consumer/events.js'
import type { Tracing } from '../../ports.js'

/** Tells of what a consumer's transactions did to the units of traced flushes. Units without a trace make no span. */
export function traceConsumer(tracing: Tracing, events: ConsumerEvents, streams: readonly StreamConfig[]): void {
  const groups = new Map(streams.map(({ key, group }) => [key, group]))
  const placeOf = (stream: string) => ({ stream, group: groups.get(stream)! })
  events.on('applied', ({ stream, units, applyMs, traces }) => {
    if (traces.length > 0) tracing.applied({ ...placeOf(stream), kind: 'batch', units, durationMs: applyMs, traces })
  })
  events.on('replayed', ({ stream, status, trace }) => {
    if (status === 'discarded' || trace === undefined) return
    tracing.applied({ ...placeOf(stream), kind: 'replay', units: 1, durationMs: 0, traces: [trace] })
  })
  events.on('deadLetter', ({ stream, letter }) => {
    const { trace, eventId, entity, operation, errorCode, errorName, attempts } = letter
    if (trace === undefined) return
    tracing.died({ ...placeOf(stream), eventId, entity, operation, errorCode, errorName, attempts, trace })
  })
}
