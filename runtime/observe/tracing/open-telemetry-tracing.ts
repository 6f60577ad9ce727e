import type * as OpenTelemetry from '@opentelemetry/api'
import type { FlushSpan, TracedDeath, TracedTransaction, TracedUnit, Tracing } from '../../ports.js'
import { readTraceparent, writeTraceparent } from './traceparent.js'

type Api = Pick<typeof OpenTelemetry, 'trace' | 'diag' | 'ROOT_CONTEXT' | 'SpanKind' | 'SpanStatusCode'>

/** What the SDKs keep of a span by default; the number of units is an attribute. */
const MAX_LINKS = 128
/** Names of entities that a span lists. */
const MAX_ENTITIES = 16

/**
 * Spans as the semantic conventions for messaging have them: `flush <stream>` where units are queued, `apply <stream>`
 * where a transaction has applied them, linked to the spans of their flushes.
 */
export class OpenTelemetryTracing implements Tracing {
  readonly #api: Api
  readonly #tracer: OpenTelemetry.Tracer
  readonly #flushes = new Map<string, OpenTelemetry.SpanOptions>()

  constructor(api: Api) {
    this.#api = api
    this.#tracer = api.trace.getTracer('orm-gen')
  }

  flush(stream: string, units: readonly TracedUnit[]): FlushSpan | undefined {
    return this.#guarded(() => {
      const span = this.#tracer.startSpan(`flush ${stream}`, this.#flushOptions(stream))
      if (!span.isRecording()) return undefined
      span.setAttributes({ ...countOf(units.length), 'orm_gen.entities': entitiesOf(units) })
      return this.#flushSpan(span, units.length)
    })
  }

  applied({ stream, group, kind, units, durationMs, traces }: TracedTransaction): void {
    this.#guarded(() => {
      const places = placesOf(traces)
      if (places.length === 0) return
      const end = Date.now()
      const span = this.#startApply(stream, group, places, end - durationMs)
      span.setAttributes({ ...countOf(units), 'orm_gen.replay': kind === 'replay' })
      span.end(end)
    })
  }

  died({ stream, group, eventId, entity, operation, errorCode, errorName, attempts, trace }: TracedDeath): void {
    this.#guarded(() => {
      const span = this.#startApply(stream, group, placesOf([trace]), Date.now())
      span.setAttributes({
        'messaging.message.id': eventId,
        'error.type': errorCode,
        'orm_gen.entities': [entity],
        'orm_gen.operation': operation,
        'orm_gen.attempts': attempts,
        'orm_gen.dead_letter': true,
      })
      // MySQL quotes values in its messages: its name for the error must do.
      span.addEvent('exception', { 'exception.type': errorName })
      span.setStatus({ code: this.#api.SpanStatusCode.ERROR, message: `${errorCode} ${errorName}` })
      span.end()
    })
  }

  /** A sampler sees these; what costs something to find out is added where a span is recorded. */
  #flushOptions(stream: string): OpenTelemetry.SpanOptions {
    let options = this.#flushes.get(stream)
    if (options === undefined) {
      const attributes = { ...attributesOf(stream), ...operation('flush', 'send') }
      options = { kind: this.#api.SpanKind.PRODUCER, attributes }
      this.#flushes.set(stream, options)
    }
    return options
  }

  /** What comes of a single flush continues its trace; what comes of several begins one and links to theirs. */
  #startApply(
    stream: string,
    group: string,
    places: readonly OpenTelemetry.SpanContext[],
    startTime: number,
  ): OpenTelemetry.Span {
    const { ROOT_CONTEXT, SpanKind, trace } = this.#api
    const [first, ...others] = places
    const parent = first === undefined || others.length > 0 ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, first)
    const attributes = {
      ...attributesOf(stream),
      ...operation('apply', 'process'),
      'messaging.consumer.group.name': group,
      'db.system.name': 'mysql',
    }
    const links = places.map((context) => ({ context }))
    return this.#tracer.startSpan(`apply ${stream}`, { kind: SpanKind.CONSUMER, attributes, links, startTime }, parent)
  }

  #flushSpan(span: OpenTelemetry.Span, units: number): FlushSpan {
    const place = span.spanContext()
    return {
      trace: (place.traceFlags & 1) === 1 ? writeTraceparent(place) : undefined,
      queued: (eventIds) =>
        this.#guarded(() => {
          const id = eventIds.at(-1)
          if (units === 1 && id !== undefined) span.setAttribute('messaging.message.id', id)
          span.end()
        }),
      failed: (error) =>
        this.#guarded(() => {
          const { code, name, message } = factsOf(error)
          span.setAttribute('error.type', code ?? name)
          span.recordException({ name, message })
          span.setStatus({ code: this.#api.SpanStatusCode.ERROR, message })
          span.end()
        }),
    }
  }

  /** Processors and exporters are somebody else's, and are called in the middle of ours. */
  #guarded<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      this.#api.diag.error('orm-gen: a span could not be recorded', error)
      return undefined
    }
  }
}

function attributesOf(stream: string): OpenTelemetry.Attributes {
  return { 'messaging.system': 'redis', 'messaging.destination.name': stream }
}

function operation(name: string, type: 'send' | 'process'): OpenTelemetry.Attributes {
  return { 'messaging.operation.name': name, 'messaging.operation.type': type }
}

/** The conventions leave it out for one. */
function countOf(units: number): OpenTelemetry.Attributes {
  return units === 1 ? {} : { 'messaging.batch.message_count': units }
}

function entitiesOf(units: readonly TracedUnit[]): string[] {
  const names = new Set<string>()
  for (const { entity } of units) if (names.add(entity).size === MAX_ENTITIES) break
  return [...names]
}

/** Each once: the units of one flush carry the same. */
function placesOf(traces: readonly string[]): readonly OpenTelemetry.SpanContext[] {
  const places = new Map<string, OpenTelemetry.SpanContext>()
  for (const trace of traces) {
    const place = places.has(trace) ? undefined : readTraceparent(trace)
    if (place !== undefined && places.set(trace, place).size === MAX_LINKS) break
  }
  return [...places.values()]
}

function factsOf(error: unknown): {
  readonly code: string | undefined
  readonly name: string
  readonly message: string
} {
  if (!(error instanceof Error)) return { code: undefined, name: 'unknown', message: 'not an error' }
  const { code } = error as { readonly code?: string }
  return { code, name: error.name, message: error.message.split('\n')[0]! }
}
