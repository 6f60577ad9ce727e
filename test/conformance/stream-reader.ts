import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GroupMissingError } from '../../runtime/errors.js'
import { STREAM_START } from '../../runtime/event/stream-id.js'
import type { StreamReader } from '../../runtime/ports.js'

/** What a suite needs besides the reader: another hand at the same, empty stream. */
export interface StreamFixture extends AsyncDisposable {
  /** A reader of its own each time: they stand for processes. */
  open(): StreamReader
  /** Appends an entry; returns its id. */
  append(payload: string): Promise<string>
  /** Takes entries out of the stream although they may be pending. */
  remove(id: string): Promise<void>
  /** Removes stream and group. */
  destroy(): Promise<void>
}

/** What every implementation of the port must do. */
export function streamReaderConformance(name: string, create: () => Promise<StreamFixture>): void {
  describe(`a stream reader: ${name}`, () => {
    let fixture: StreamFixture
    let reader: StreamReader
    beforeEach(async () => {
      fixture = await create()
      reader = fixture.open()
    })
    afterEach(async () => {
      await reader.close()
      await fixture[Symbol.asyncDispose]()
    })

    const read = async (count = 10) => (await reader.read(count, 20)).map(({ payload }) => payload)

    test('creates the group at the beginning, so that what was there before is read', async () => {
      await fixture.append('a')
      expect(await reader.ensureGroup()).toBe('created')
      expect(await reader.ensureGroup()).toBe('existing')
      expect(await read()).toEqual(['a'])
    })

    test('reads each entry once, in order, at most as many as asked', async () => {
      await reader.ensureGroup()
      for (const payload of ['a', 'b', 'c']) await fixture.append(payload)
      expect(await read(2)).toEqual(['a', 'b'])
      expect(await read(2)).toEqual(['c'])
      expect(await read(2)).toEqual([])
    })

    test('returns as soon as there is an entry', async () => {
      await reader.ensureGroup()
      const waiting = reader.read(10, 5_000)
      const startedAt = performance.now()
      await fixture.append('a')
      expect((await waiting).map(({ payload }) => payload)).toEqual(['a'])
      expect(performance.now() - startedAt).toBeLessThan(2_000)
    })

    test('gives up a read that waits when told to', async () => {
      await reader.ensureGroup()
      const waiting = reader.read(10, 10_000)
      const outcome = expect(waiting).rejects.toThrow()
      await new Promise((resolve) => setTimeout(resolve, 50))
      reader.cancelRead()
      await outcome
      await fixture.append('a')
      expect(await read()).toEqual(['a'])
    })

    test('settles for good: nothing is left to read, to claim or in the stream', async () => {
      await reader.ensureGroup()
      const ids = [await fixture.append('a'), await fixture.append('b')]
      await read()
      await reader.settle(ids)
      await reader.settle(ids)
      expect(await reader.hasPending(STREAM_START)).toBe(false)
      expect((await reader.bounds()).first).toBeUndefined()
      expect((await reader.bounds()).last).toBe(ids[1])
    })

    test('settles thousands at once', async () => {
      await reader.ensureGroup()
      const ids = await Promise.all(Array.from({ length: 2_500 }, (_, i) => fixture.append(String(i))))
      while ((await read(1_000)).length > 0);
      await reader.settle(ids)
      expect((await reader.bounds()).first).toBeUndefined()
    })

    test('takes over what another took, in order and page by page, and counts how often', async () => {
      await reader.ensureGroup()
      for (const payload of ['a', 'b', 'c']) await fixture.append(payload)
      const other = fixture.open()
      await other.read(10, 20)
      await other.close()
      const first = await reader.claim(STREAM_START, 2)
      expect(first.entries.map(({ payload, deliveries }) => [payload, deliveries])).toEqual([
        ['a', 2],
        ['b', 2],
      ])
      expect(first.next).toBe(first.entries[1]?.id)
      const second = await reader.claim(first.next!, 2)
      expect(second.entries.map(({ payload }) => payload)).toEqual(['c'])
      expect(second.next).toBeUndefined()
      expect((await reader.claim(STREAM_START, 10)).entries.map(({ deliveries }) => deliveries)).toEqual([3, 3, 3])
    })

    test('sees that entries between two of its own went to another', async () => {
      await reader.ensureGroup()
      const a = await fixture.append('a')
      await read()
      const b = await fixture.append('b')
      const other = fixture.open()
      await other.read(1, 20)
      await other.close()
      const c = await fixture.append('c')
      await read()
      expect(await reader.hasPending(a, c)).toBe(true)
      expect(await reader.hasPending(b, c)).toBe(false)
      expect(await reader.hasPending(c)).toBe(false)
      expect((await reader.claim(a, 1)).entries.map(({ payload }) => payload)).toEqual(['b'])
    })

    test('tells which entries are gone although nobody settled them', async () => {
      await reader.ensureGroup()
      const [a] = [await fixture.append('a'), await fixture.append('b')]
      await read()
      await fixture.remove(a)
      const claimed = await reader.claim(STREAM_START, 10)
      expect(claimed.entries.map(({ payload }) => payload)).toEqual(['b'])
      expect(claimed.lost).toEqual([a])
    })

    test('says that the group is gone instead of waiting for it', async () => {
      await reader.ensureGroup()
      await fixture.destroy()
      await expect(reader.read(1, 20)).rejects.toThrow(GroupMissingError)
      await expect(reader.claim(STREAM_START, 1)).rejects.toThrow(GroupMissingError)
      await expect(reader.hasPending(STREAM_START)).rejects.toThrow(GroupMissingError)
      expect(await reader.bounds()).toEqual({ first: undefined, last: undefined })
      expect(await reader.ensureGroup()).toBe('created')
    })
  })
}
