import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { BackgroundConsumer, UnitTooLargeError } from 'orm-gen'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EngineRig } from '../support/engine-rig.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), email: varchar(100).unique(), notes: longtext().nullable() })
  export const Post = defineEntity('posts', { id: id(), user: ref(() => User), title: varchar(50) })
`

let rig: EngineRig
let exporter: InMemorySpanExporter
/** How each rig of a test was made. */
let options: Parameters<typeof EngineRig.create>[2]

beforeEach(() => {
  options = {}
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterEach(async () => {
  await rig?.[Symbol.asyncDispose]()
  trace.disable()
  context.disable()
})

async function start({
  sampler = new AlwaysOnSampler(),
  more = [],
}: {
  sampler?: Sampler
  more?: SpanProcessor[]
} = {}) {
  exporter = new InMemorySpanExporter()
  const spanProcessors = [new SimpleSpanProcessor(exporter), ...more]
  trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler, spanProcessors }))
  rig = await EngineRig.create('tracing', SCHEMA, options)
}

const newUser = (email: string) => rig.make('User', { email })
const spans = (kind: SpanKind) => exporter.getFinishedSpans().filter((span) => span.kind === kind)
const flushes = () => spans(SpanKind.PRODUCER)
const applications = () => spans(SpanKind.CONSUMER)
const placeOf = (span: ReadableSpan) => {
  const { traceId, spanId } = span.spanContext()
  return { traceId, spanId }
}
const linksOf = (span: ReadableSpan) => span.links.map(({ context: { traceId, spanId } }) => ({ traceId, spanId }))

/** As a request handler that somebody traces. */
async function request<T>(name: string, work: () => Promise<T>): Promise<T> {
  return trace.getTracer('test').startActiveSpan(name, async (span) => {
    try {
      return await work()
    } finally {
      span.end()
    }
  })
}

const requestOf = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name)!

describe('a flush', () => {
  test('is a span below the one of its caller, and its unit carries its place', async () => {
    await start()
    const user = newUser('tom@beeorm.io')

    await request('POST /users', () => rig.engine.flushLazy(user))

    const [span, ...others] = flushes()
    expect(others).toEqual([])
    expect(span).toMatchObject({
      name: `flush ${rig.stream}`,
      parentSpanContext: placeOf(requestOf('POST /users')),
      status: { code: SpanStatusCode.UNSET },
    })
    const unit = (await rig.entries())[0]![0]!
    const { traceId, spanId } = placeOf(span!)
    expect(unit.trace).toBe(`00-${traceId}-${spanId}-01`)
    expect(span!.attributes).toEqual({
      'messaging.system': 'redis',
      'messaging.destination.name': rig.stream,
      'messaging.operation.name': 'flush',
      'messaging.operation.type': 'send',
      'messaging.message.id': unit.eventId,
      'orm_gen.entities': ['User'],
    })
  })

  test('of several entities is one span, which counts its units', async () => {
    await start()
    const users = [newUser('a@x'), newUser('b@x')]
    await rig.engine.flushLazy(users)
    const flusher = rig.engine.newFlusher()
    await flusher.track(newUser('c@x'), rig.make('Post', { user: users[0], title: 'hello' })).flushLazy()
    await rig.engine.patchLazy(rig.classes.User!, users[0]!.get('id') as never, { email: 'd@x' } as never)

    expect(
      flushes().map(({ attributes }) => [attributes['messaging.batch.message_count'], attributes['orm_gen.entities']]),
    ).toEqual([
      [2, ['User']],
      [undefined, ['User']],
      [undefined, ['User']],
    ])
  })

  test('of nothing dirty is none', async () => {
    await start()
    const user = newUser('a@x')
    await rig.engine.flushLazy(user)
    await rig.engine.flushLazy(user)
    expect(flushes()).toHaveLength(1)
  })

  test('that is refused says so, and its error is what it was', async () => {
    await start()
    const huge = rig.make('User', { email: 'a@x', notes: 'x'.repeat(9 * 1024 * 1024) })

    await expect(rig.engine.flushLazy(huge)).rejects.toBeInstanceOf(UnitTooLargeError)

    const [span] = flushes()
    expect(span).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': new UnitTooLargeError(1).code },
      events: [{ name: 'exception', attributes: { 'exception.type': 'UnitTooLargeError' } }],
    })
    expect(await rig.entries()).toEqual([])
  })
})

describe('the transaction that applied it', () => {
  test('continues the trace of a lone flush, and links to it', async () => {
    await start()
    await request('POST /users', () => rig.engine.flushLazy(newUser('tom@beeorm.io')))
    await rig.drain()

    const [flush] = flushes()
    const [application, ...others] = applications()
    expect(others).toEqual([])
    expect(application).toMatchObject({ name: `apply ${rig.stream}`, parentSpanContext: placeOf(flush!) })
    expect(linksOf(application!)).toEqual([placeOf(flush!)])
    expect(application!.attributes).toEqual({
      'messaging.system': 'redis',
      'messaging.destination.name': rig.stream,
      'messaging.operation.name': 'apply',
      'messaging.operation.type': 'process',
      'messaging.consumer.group.name': 'orm-async-consumer',
      'db.system.name': 'mysql',
      'orm_gen.replay': false,
    })
    expect(
      JSON.stringify(
        exporter
          .getFinishedSpans()
          .map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
      ),
    ).not.toContain('tom@')
  })

  test('of several flushes is a trace of its own, with a link to each', async () => {
    await start()
    const emails = ['a@x', 'b@x', 'c@x']
    await Promise.all(
      emails.map((email) => request(email, () => rig.engine.flushLazy([newUser(email), newUser(`${email}2`)]))),
    )
    expect(await rig.entries()).toHaveLength(1)
    await rig.drain()

    const [application] = applications()
    expect(application!.parentSpanContext).toBeUndefined()
    expect(application!.attributes['messaging.batch.message_count']).toBe(6)
    expect(new Set(linksOf(application!))).toEqual(new Set(flushes().map(placeOf)))
    expect(linksOf(application!)).toHaveLength(3)
  })

  test('links to a bounded number of flushes', async () => {
    await start()
    const traces = Array.from(
      { length: 300 },
      (_, index) => `00-${'a'.repeat(32)}-${String(index + 1).padStart(16, '0')}-01`,
    )
    rig.engine.tracing!.applied({ stream: 's', group: 'g', kind: 'batch', units: 300, durationMs: 5, traces })

    const [application] = applications()
    expect(application!.attributes['messaging.batch.message_count']).toBe(300)
    expect(linksOf(application!)).toHaveLength(128)
    expect(application!.droppedLinksCount).toBe(0)
  })
})

describe('a dead letter', () => {
  test('is a failed span in the trace of its flush, without values; its retry is the transaction that applied it', async () => {
    await start()
    await rig.engine.flushLazy(newUser('taken@x'))
    const second = newUser('taken@x')
    await request('POST /users', () => rig.engine.flushLazy(second))
    await rig.drain()

    const flush = flushes()[1]!
    const own = () =>
      applications().filter(({ parentSpanContext }) => parentSpanContext?.spanId === placeOf(flush).spanId)
    expect(own()).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR, message: '1062 ER_DUP_ENTRY' },
        attributes: {
          'error.type': '1062',
          'orm_gen.dead_letter': true,
          'orm_gen.entities': ['User'],
          'orm_gen.operation': 'insert',
        },
        events: [{ name: 'exception', attributes: { 'exception.type': 'ER_DUP_ENTRY' } }],
      },
    ])
    const { attributes, events, status } = own()[0]!
    expect(JSON.stringify([attributes, events, status])).not.toContain('taken@x')

    await rig.world.query("UPDATE users SET email = 'free@x'")
    await rig.engine.deadLetters().retry({})
    await using consumer = new BackgroundConsumer(rig.engine)
    const applied = new Promise((resolve) => consumer.on('replayed', resolve))
    const stop = new AbortController()
    const running = consumer.run({ signal: stop.signal })
    await applied
    stop.abort()
    await running
    expect(own()[1]).toMatchObject({ attributes: { 'orm_gen.replay': true }, status: { code: SpanStatusCode.UNSET } })
  })
})

describe('nothing is recorded, and nothing travels', () => {
  const traces = async () => (await rig.entries()).flat().map(({ trace: carried }) => carried)

  test('where the sampler leaves the trace out', async () => {
    await start({ sampler: new AlwaysOffSampler() })
    await request('POST /users', () => rig.engine.flushLazy(newUser('a@x')))
    expect(await traces()).toEqual([undefined])
    await rig.drain()
    expect(exporter.getFinishedSpans()).toEqual([])
  })

  test('where there is no SDK', async () => {
    rig = await EngineRig.create('tracing', SCHEMA)
    await rig.engine.flushLazy(newUser('a@x'))
    expect(await traces()).toEqual([undefined])
    await rig.drain()
  })

  test('where tracing is off', async () => {
    options = { tracing: 'off' }
    await start()
    expect(rig.engine.tracing).toBeUndefined()
    await rig.engine.flushLazy(newUser('a@x'))
    expect(await traces()).toEqual([undefined])
    await rig.drain()
    expect(exporter.getFinishedSpans()).toEqual([])
  })
})

test('a processor that throws disturbs neither the flush nor the transaction', async () => {
  const fail = () => {
    throw new Error('the processor is broken')
  }
  const broken: SpanProcessor = { onStart: fail, onEnd: fail, forceFlush: async () => {}, shutdown: async () => {} }
  await start({ more: [broken] })
  const receipt = await rig.engine.flushLazy(newUser('a@x'))
  await rig.drain()
  await receipt.applied({ timeoutMs: 10_000 })
})
