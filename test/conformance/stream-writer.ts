import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppendOutcome, StreamWriter } from '../../runtime/ports.js'

/** What a suite needs besides the writer: a stream of its own, and power over the server and the way to it. */
export interface StreamWriterFixture extends AsyncDisposable {
  open(): Promise<StreamWriter>
  /** What the stream holds, asked of the server itself. */
  payloads(): Promise<readonly string[]>
  /** A consumer asks for entries. */
  read(): Promise<void>
  /** What happens to the next entry: the connection breaks or falls silent, before or after the server has stored it. */
  strike(how: 'cutBefore' | 'cutAfter' | 'blackHole' | 'blackHoleAfter'): void
  /** Nobody reaches the server until `up`. */
  down(): void
  up(): void
  /** The server takes nothing until the promise's function is called: it is full, or no master at the moment. */
  hinder(how: 'full' | 'readOnly'): Promise<() => Promise<void>>
  /** Makes the server refuse entries of this stream for good. */
  forbid(): Promise<void>
}

const TIMEOUT_MS = 5_000
const SHORT_MS = 500

/** What every implementation of the port must do. */
export function streamWriterConformance(name: string, create: () => Promise<StreamWriterFixture>): void {
  describe(`a stream writer: ${name}`, () => {
    let fixture: StreamWriterFixture
    let writer: StreamWriter
    beforeEach(async () => {
      fixture = await create()
      writer = await fixture.open()
    })
    afterEach(async () => {
      await writer.close()
      await fixture[Symbol.asyncDispose]()
    })

    const append = (payload: string, timeoutMs = TIMEOUT_MS) => writer.append(payload, timeoutMs)

    async function ready(): Promise<void> {
      await expect.poll(() => writer.ready(TIMEOUT_MS), { timeout: 15_000 }).toBeUndefined()
    }

    /** Waits until the writer has noticed that its connection is gone. */
    async function unsent(): Promise<AppendOutcome> {
      let outcome: AppendOutcome | undefined
      const attempt = async () => {
        outcome = await append('lost', SHORT_MS)
        return outcome.kind
      }
      await expect.poll(attempt, { timeout: 15_000 }).toBe('unsent')
      return outcome!
    }

    describe('stored', () => {
      test('says the id, and keeps the text as it is', async () => {
        const texts = ['plain', 'ä€😀\u0000"\\', 'x'.repeat(300_000)]
        const ids = []
        for (const text of texts) {
          const outcome = await append(text)
          if (outcome.kind !== 'stored') throw outcome.error
          ids.push(outcome.id)
        }
        expect(ids.every((id) => /^\d+-\d+$/.test(id))).toBe(true)
        expect(await fixture.payloads()).toEqual(texts)
      })

      test('in the order of the calls, although none waits for the one before', async () => {
        const texts = Array.from({ length: 200 }, (_, index) => String(index))
        const outcomes = await Promise.all(texts.map((text) => append(text)))
        expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['stored']))
        expect(await fixture.payloads()).toEqual(texts)
      })

      test('measures the backlog now and then', async () => {
        const outcome = await append('a')
        expect(outcome).toMatchObject({ kind: 'stored', backlog: 1 })
        expect(await writer.length(TIMEOUT_MS)).toBe(1)
      })

      test('tells the time of the server', async () => {
        const outcome = await append('a')
        if (outcome.kind !== 'stored') throw outcome.error
        expect(Math.abs(writer.now() - Number.parseInt(outcome.id, 10))).toBeLessThan(TIMEOUT_MS)
      })
    })

    describe('unknown', () => {
      test.each(['cutBefore', 'cutAfter', 'blackHole', 'blackHoleAfter'] as const)(
        'after %s, and sent once only; the next goes through',
        async (how) => {
          fixture.strike(how)
          expect(await append('struck', SHORT_MS)).toMatchObject({ kind: 'unknown', error: expect.any(Error) })
          await ready()
          expect((await append('next')).kind).toBe('stored')
          expect(await fixture.payloads()).toEqual(how.endsWith('After') ? ['struck', 'next'] : ['next'])
        },
      )
    })

    describe('unsent', () => {
      test('where there is no connection, and ready says why', async () => {
        fixture.down()
        const outcome = await unsent()
        expect(outcome).toMatchObject({ error: expect.any(Error) })
        expect(await writer.ready(SHORT_MS)).toBeInstanceOf(Error)
        fixture.up()
        await ready()
        expect((await append('next')).kind).toBe('stored')
        expect(await fixture.payloads()).not.toContain('lost')
      })
    })

    describe('refused', () => {
      test('by a server that is full, with an error of its own; the next is stored when there is room', async () => {
        const free = await fixture.hinder('full')
        expect(await append('x'.repeat(1_000))).toMatchObject({
          kind: 'refused',
          retryable: false,
          error: { code: 'ORM2609' },
        })
        await free()
        expect((await append('next')).kind).toBe('stored')
        expect(await fixture.payloads()).toEqual(['next'])
      })

      test('for now by a server that takes no writes any more: a connection to the one that does is looked for', async () => {
        const promote = await fixture.hinder('readOnly')
        expect(await append('a')).toMatchObject({ kind: 'refused', retryable: true })
        await promote()
        await ready()
        expect((await append('next')).kind).toBe('stored')
        expect(await fixture.payloads()).toEqual(['next'])
      })

      test('for good, with what the server answered', async () => {
        await fixture.forbid()
        const outcome = await append('a')
        expect(outcome).toMatchObject({ kind: 'refused', retryable: false, error: expect.any(Error) })
      })
    })

    describe('what it knows of the stream', () => {
      test('is when a consumer last asked; never, where none did', async () => {
        expect(await writer.consumerSilentMs(TIMEOUT_MS)).toBe(Number.POSITIVE_INFINITY)
        await append('a')
        await fixture.read()
        expect(await writer.consumerSilentMs(TIMEOUT_MS)).toBeLessThan(TIMEOUT_MS)
      })

      test('rejects where it cannot be asked in time', async () => {
        fixture.down()
        await unsent()
        await expect(writer.length(SHORT_MS)).rejects.toThrow()
        await expect(writer.consumerSilentMs(SHORT_MS)).rejects.toThrow()
        fixture.up()
      })
    })

    describe('closed', () => {
      test('sends nothing more, and closing twice is safe', async () => {
        await writer.close()
        await writer.close()
        expect((await append('late', SHORT_MS)).kind).toBe('unsent')
        expect(await writer.ready(SHORT_MS)).toBeInstanceOf(Error)
        expect(await fixture.payloads()).toEqual([])
      })

      test('leaves no entry pending that is under way', async () => {
        fixture.strike('blackHole')
        const outcome = append('held', 60_000)
        await new Promise(setImmediate)
        await writer.close()
        expect((await outcome).kind).toBe('unknown')
      })
    })
  })
}
