import { expect, test } from 'vitest'
import { BatchSize } from '../../../runtime/consumer/batch-size.js'

const most = { rows: 640, units: 6_400, bytes: 64_000 }

test('a batch starts small and reaches its limits after a few quick transactions', () => {
  const size = new BatchSize(most)
  expect(size.limits).toEqual({ rows: 20, units: 200, bytes: 2_000 })
  for (let batch = 0; batch < 5; batch++) size.observe(10)
  expect(size.limits).toEqual(most)
})

test('slow transactions make batches smaller, down to a floor that is never nothing', () => {
  const size = new BatchSize({ rows: 8, units: 8, bytes: 8 })
  for (let batch = 0; batch < 20; batch++) size.observe(5_000)
  expect(size.limits).toEqual({ rows: 1, units: 1, bytes: 1 })
})

test('a middling transaction leaves the size alone', () => {
  const size = new BatchSize(most)
  const before = size.limits
  size.observe(500)
  expect(size.limits).toEqual(before)
})
