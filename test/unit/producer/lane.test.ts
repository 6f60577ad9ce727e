import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { STEADY_CLOCK } from '../../../runtime/engine/steady-clock.js'
import { EntryDecoder } from '../../../runtime/event/entry-decoder.js'
import type { EventShape } from '../../../runtime/event/unit.js'
import type { AppendOutcome, StreamWriter } from '../../../runtime/ports.js'
import { Lane } from '../../../runtime/producer/lane.js'
import { LANE_DEFAULTS, type LaneOptions } from '../../../runtime/producer/lane-options.js'
import type { EnqueueOutcome, Ticket } from '../../../runtime/producer/ticket.js'

const shape: EventShape = { operation: 'update', entity: 'Row', fields: [{ property: 'n', role: 'key' }] }
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const stored: AppendOutcome = { kind: 'stored', id: '1-0', backlog: undefined }
const unknown: AppendOutcome = { kind: 'unknown', error: new Error('cut') }
const unsent: AppendOutcome = { kind: 'unsent', error: new Error('away') }
const loading: AppendOutcome = { kind: 'refused', error: new Error('LOADING'), retryable: true }
const full: AppendOutcome = { kind: 'refused', error: new Error('OOM'), retryable: false }

/** Answers by script, then stores; an entry of the script that is a promise is awaited. */
class ScriptedWriter implements StreamWriter {
  readonly payloads: string[] = []
  readonly script: (AppendOutcome | Promise<AppendOutcome>)[]

  constructor(...script: (AppendOutcome | Promise<AppendOutcome>)[]) {
    this.script = script
  }

  async append(payload: string): Promise<AppendOutcome> {
    this.payloads.push(payload)
    return this.script.length === 0 ? stored : this.script.shift()!
  }

  async ready(): Promise<undefined> {}
  async length(): Promise<number> {
    return 0
  }
  async consumerSilentMs(): Promise<number> {
    return 0
  }
  now(): number {
    return Date.now()
  }
  async close(): Promise<void> {}

  /** The values that each try carried. */
  get tries(): unknown[][] {
    return this.payloads.map((payload) =>
      new EntryDecoder().decode(payload).flatMap((unit) => unit.events.map((event) => event.values[0])),
    )
  }
}

function laneOf(writer: StreamWriter, options: Partial<LaneOptions> = {}): Lane {
  return new Lane('s', writer, { ...LANE_DEFAULTS, ...options }, { clock: STEADY_CLOCK, logger: silent })
}

interface Flight {
  readonly ticket: Ticket
  readonly outcome: Promise<EnqueueOutcome>
}

function submit(lane: Lane, value: number | string, after: readonly Ticket[] = []): Flight {
  const { promise, resolve } = withResolvers<EnqueueOutcome>()
  const ticket = lane.submit([{ events: [{ shape, values: [value] }] }], after, resolve)
  return { ticket, outcome: promise }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe('group commit', () => {
  test('units of one tick share an entry, and have ids of their own', async () => {
    const writer = new ScriptedWriter()
    const lane = laneOf(writer)
    const outcomes = await Promise.all([1, 2, 3].map((value) => submit(lane, value).outcome))
    expect(writer.tries).toEqual([[1, 2, 3]])
    expect(new Set(outcomes.map((outcome) => outcome.kind === 'queued' && outcome.eventIds[0])).size).toBe(3)
  })

  test('callers in lockstep go on sharing entries', async () => {
    const writer = new ScriptedWriter()
    const lane = laneOf(writer)
    const caller = async (id: number) => {
      for (let round = 0; round < 3; round++) await submit(lane, id).outcome
    }
    await Promise.all(Array.from({ length: 100 }, (_, id) => caller(id)))
    expect(writer.tries.map((values) => values.length)).toEqual([100, 100, 100])
  })

  test('what is submitted while an entry is under way travels together in the next', async () => {
    const first = withResolvers<AppendOutcome>()
    const writer = new ScriptedWriter(first.promise)
    const lane = laneOf(writer)
    submit(lane, 1)
    await new Promise(setImmediate)
    submit(lane, 2)
    await new Promise(setImmediate)
    const last = submit(lane, 3)
    first.resolve(stored)
    await last.outcome
    expect(writer.tries).toEqual([[1], [2, 3]])
  })

  test('an entry is bounded by units and by length', async () => {
    const byUnits = new ScriptedWriter()
    const lane = laneOf(byUnits, { maxEntryUnits: 2 })
    await Promise.all([1, 2, 3].map((value) => submit(lane, value).outcome))
    expect(byUnits.tries).toEqual([[1, 2], [3]])

    const byLength = new ScriptedWriter()
    const narrow = laneOf(byLength, { maxEntryLength: 100 })
    await Promise.all(['a'.repeat(120), 'b', 'c'].map((value) => submit(narrow, value).outcome))
    expect(byLength.tries.map((values) => values.length)).toEqual([1, 2])
  })

  test('a unit over the limit is refused at the call and harms no other', async () => {
    const writer = new ScriptedWriter()
    const lane = laneOf(writer, { maxUnitLength: 50 })
    const before = submit(lane, 1)
    expect(() => submit(lane, 'x'.repeat(60))).toThrow(expect.objectContaining({ code: 'ORM2606' }))
    const after = submit(lane, 2)
    await Promise.all([before.outcome, after.outcome])
    expect(writer.tries).toEqual([[1, 2]])
  })
})

describe('an entry without a clear answer', () => {
  test('is sent again byte for byte, before any new one', async () => {
    const writer = new ScriptedWriter(unknown, loading, unsent)
    const lane = laneOf(writer)
    const first = submit(lane, 1)
    await new Promise(setImmediate)
    const second = submit(lane, 2)
    expect(await first.outcome).toMatchObject({ kind: 'queued' })
    await second.outcome
    expect(writer.tries).toEqual([[1], [1], [1], [1], [2]])
    expect(new Set(writer.payloads.slice(0, 4)).size).toBe(1)
  })

  test('is unknown at the deadline when a try may have stored it, also when Redis then says no', async () => {
    const lane = laneOf(new ScriptedWriter(unknown, full))
    expect(await submit(lane, 1).outcome).toMatchObject({ kind: 'unknown' })
  })

  test('is refused at the deadline when no try left the process', async () => {
    const writer = new ScriptedWriter(...Array.from({ length: 1_000 }, () => unsent))
    const lane = laneOf(writer, { flushMs: 60 })
    const outcome = await submit(lane, 1).outcome
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'ORM2603' } })
  })

  test('is unknown at the deadline when every try fails at once, and other work has its turn meanwhile', async () => {
    const writer = new ScriptedWriter(...Array.from({ length: 1_000 }, () => unknown))
    const lane = laneOf(writer, { flushMs: 60 })
    const outcome = await submit(lane, 1).outcome
    expect(outcome).toMatchObject({ kind: 'unknown' })
    expect(writer.payloads.length).toBeLessThan(20)
  })

  test('keeps nobody past the deadline while its answer is awaited', async () => {
    const never = withResolvers<AppendOutcome>()
    const lane = laneOf(new ScriptedWriter(never.promise), { flushMs: 50 })
    const started = performance.now()
    expect(await submit(lane, 1).outcome).toMatchObject({ kind: 'unknown' })
    expect(performance.now() - started).toBeLessThan(2_000)
    never.resolve(unknown)
  })

  test('leaves those behind it their own deadline, and those past it are not sent', async () => {
    const late = withResolvers<AppendOutcome>()
    const writer = new ScriptedWriter(late.promise)
    const lane = laneOf(writer, { flushMs: 60 })
    const first = submit(lane, 1)
    await new Promise(setImmediate)
    const second = submit(lane, 2)
    expect((await first.outcome).kind).toBe('unknown')
    expect(await second.outcome).toMatchObject({ kind: 'refused' })
    const third = submit(lane, 3)
    late.resolve(unsent)
    expect(await third.outcome).toMatchObject({ kind: 'queued' })
    expect(writer.tries).toEqual([[1], [3]])
  })
})

test('a backlog over warnAt is warned of once a minute, and flushes are taken all the same', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const warnings: object[] = []
  const logger = { ...silent, warn: (facts: object) => void warnings.push(facts) }
  const backlog = (entries: number): AppendOutcome => ({ kind: 'stored', id: '1-0', backlog: entries })
  const writer = new ScriptedWriter(backlog(9), backlog(10), backlog(12), backlog(11))
  const lane = new Lane('s', writer, { ...LANE_DEFAULTS, warnAt: 10 }, { clock: STEADY_CLOCK, logger })
  for (const value of [1, 2, 3]) expect((await submit(lane, value).outcome).kind).toBe('queued')
  expect(warnings).toEqual([{ stream: 's', backlog: 10, warnAt: 10 }])
  vi.advanceTimersByTime(60_000)
  await submit(lane, 4).outcome
  expect(warnings).toHaveLength(2)
  vi.useRealTimers()
})

describe('a clock of the machine that is set', () => {
  const HOUR_MS = 3_600_000
  const silence = withResolvers<AppendOutcome>().promise

  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  test('forward gives up nobody before the deadline', async () => {
    const lane = laneOf(new ScriptedWriter(silence), { flushMs: 1_000 })
    const first = submit(lane, 1)
    await new Promise(setImmediate)
    vi.advanceTimersByTime(500)
    const second = submit(lane, 2)
    vi.setSystemTime(Date.now() + HOUR_MS)
    vi.advanceTimersByTime(510)
    expect(await first.outcome).toMatchObject({ kind: 'unknown' })
    expect(second.ticket.outcome).toBeUndefined()
  })

  test('back keeps nobody past it', async () => {
    const lane = laneOf(new ScriptedWriter(silence), { flushMs: 1_000 })
    const waiting = submit(lane, 1)
    await new Promise(setImmediate)
    vi.setSystemTime(Date.now() - HOUR_MS)
    vi.advanceTimersByTime(1_010)
    expect(waiting.ticket.outcome).toMatchObject({ kind: 'unknown' })
  })
})

describe('units of the same entity', () => {
  test('the later is refused with the earlier', async () => {
    const first = withResolvers<AppendOutcome>()
    const writer = new ScriptedWriter(first.promise)
    const lane = laneOf(writer)
    const earlier = submit(lane, 1)
    await new Promise(setImmediate)
    const later = submit(lane, 2, [earlier.ticket])
    const stranger = submit(lane, 3)
    first.resolve(full)
    expect((await earlier.outcome).kind).toBe('refused')
    expect((await later.outcome).kind).toBe('refused')
    expect((await stranger.outcome).kind).toBe('queued')
    expect(writer.tries).toEqual([[1], [3]])
  })

  test('one in doubt travels alone under the id that it has, then what came later', async () => {
    const writer = new ScriptedWriter(unknown, full)
    const lane = laneOf(writer)
    const first = await submit(lane, 1).outcome
    if (first.kind !== 'unknown') throw new Error(first.kind)
    const again = withResolvers<EnqueueOutcome>()
    const ticket = lane.submitAgain(first.eventIds[0]!, { events: [{ shape, values: [1] }] }, again.resolve)
    const later = submit(lane, 2, [ticket])
    const settled = await again.promise
    expect(settled.kind === 'queued' && settled.eventIds).toEqual(first.eventIds)
    expect((await later.outcome).kind).toBe('queued')
    expect(writer.tries.slice(2)).toEqual([[1], [2]])
  })
})

test('close waits for what was submitted and takes no more', async () => {
  const writer = new ScriptedWriter(loading, loading)
  const lane = laneOf(writer)
  const last = submit(lane, 1)
  await lane.close()
  expect(last.ticket.outcome?.kind).toBe('queued')
  expect(() => lane.assertOpen()).toThrow(expect.objectContaining({ code: 'ORM2607' }))
})

test('what is sent belongs to no caller, and each caller goes on in its own context', async () => {
  const request = new AsyncLocalStorage<string>()
  const contexts: (string | undefined)[] = []
  const writer = new ScriptedWriter()
  const append = writer.append.bind(writer)
  writer.append = (payload) => {
    contexts.push(request.getStore())
    return append(payload)
  }
  const lane = laneOf(writer)
  const flush = async (value: number) => {
    await submit(lane, value).outcome
    return request.getStore()
  }
  expect(await Promise.all([request.run('first', () => flush(1)), request.run('second', () => flush(2))])).toEqual([
    'first',
    'second',
  ])
  expect(contexts).toEqual([undefined])
})
