import { expect, test } from 'vitest'
import {
  EventIdSource,
  eventIdFromBytes,
  eventIdTime,
  eventIdToBytes,
  isEventId,
  unitEventIds,
} from '../../runtime/event/event-id.js'

test('base ids carry the clock, end in zeroes and grow, even while the clock stands or goes back', () => {
  let now = 1_700_000_000_000
  const source = new EventIdSource(() => now)
  const ids = Array.from({ length: 10_000 }, () => source.next())
  now -= 1_000
  ids.push(source.next())
  expect(ids.every((id) => isEventId(id) && id.endsWith('0000'))).toBe(true)
  expect(ids).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(ids.length)
  expect(eventIdTime(ids[0]!)).toBe(1_700_000_000_000)
})

test('the id of a unit counts in the last 16 bits', () => {
  const base = new EventIdSource(() => 1_700_000_000_000).next()
  expect(unitEventIds(base)(65_535)).toBe(`${base.slice(0, 32)}ffff`)
  expect(unitEventIds(unitEventIds(base)(10))(5)).toBe(unitEventIds(base)(15))
})

test('an id and its 16 bytes are the same', () => {
  const id = new EventIdSource(() => Date.now()).next()
  expect(eventIdToBytes(id)).toHaveLength(16)
  expect(eventIdFromBytes(eventIdToBytes(id))).toBe(id)
})
