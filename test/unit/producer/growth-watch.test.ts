import { expect, test } from 'vitest'
import { GrowthWatch } from '../../../runtime/producer/growth-watch.js'

/** Feeds `[entries, seconds]` and gives the seconds at which it spoke up. */
function speaksAt(...measurements: readonly (readonly [entries: number, seconds: number])[]): readonly number[] {
  const watch = new GrowthWatch(30_000)
  return measurements.flatMap(([entries, at]) => (watch.hasOnlyGrown(entries, at * 1_000) ? [at] : []))
}

test('a stream that only grows is noticed after the grace, and again after another', () => {
  expect(speaksAt([1, 0], [2, 10], [3, 29], [4, 30], [5, 40], [6, 59], [7, 60])).toEqual([30, 60])
})

test('one that shrinks in between is not', () => {
  expect(speaksAt([5, 0], [9, 20], [2, 25], [6, 40], [1, 50], [8, 79])).toEqual([])
})

test('one that stays as it is is not', () => {
  expect(speaksAt([5, 0], [5, 40], [5, 90])).toEqual([])
})
