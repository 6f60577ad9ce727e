import { describe, expect, test } from 'vitest'
import { coresFor, costOf, predictedRate, totalCost } from '../../../bench/scale/model.js'

const COST = { node: 10, redis: 2, database: 28 }

describe('the model of the cost of an event', () => {
  test('one stream is bound by the core of its consumer where the machine has more', () => {
    expect(predictedRate(COST, 1, 64)).toBe(100_000)
  })

  test('streams add up until the cores are full', () => {
    expect(predictedRate(COST, 2, 64)).toBe(200_000)
    expect(predictedRate(COST, 4, 4)).toBe(100_000)
    expect(predictedRate(COST, 8, 4)).toBe(100_000)
  })

  test('says how many cores each part keeps busy', () => {
    expect(coresFor(COST, 1_000_000)).toEqual(COST)
    expect(coresFor(COST, 50_000)).toEqual({ node: 0.5, redis: 0.1, database: 1.4 })
  })

  test('knows nothing of servers that cannot be looked at', () => {
    expect(costOf({ node: 1, redis: undefined, database: 2 })).toBeUndefined()
    expect(costOf({ node: 1, redis: 3, database: 2 })).toEqual({ node: 1, redis: 3, database: 2 })
    expect(totalCost(COST)).toBe(40)
  })
})
