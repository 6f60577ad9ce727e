import { describe, expect, test } from 'vitest'
import { conflictRuleBook } from '../../../runtime/consumer/conflict-rules.js'
import { LookAhead } from '../../../runtime/consumer/look-ahead.js'
import { event } from '../../support/events.js'
import { TABLES } from './tables.js'

const base = (entry: number) => `0192f0c4-7b1e-7a3c-9d2e-1f2a3b4${entry}0000`
const unit = (entry: number, index: number) => ({
  eventId: `${base(entry).slice(0, 32)}000${index}`,
  events: [event(['delete', 'User', '@id'], 10 * entry + index)],
})
const rules = conflictRuleBook(TABLES)
const stored = (id: string, deliveries = 1) => ({ id, payload: 'x'.repeat(10), deliveries })
const ALL = { rows: 100, units: 100, bytes: 1e6 }

describe('an entry', () => {
  test('is finished when the last of its units is settled', () => {
    const held = new LookAhead(rules)
    held.add(stored('1-0'), [unit(1, 0), unit(1, 1)], 0)
    held.add(stored('2-0'), [unit(2, 0)], 0)
    const [first, second, third] = held.graph.take(ALL)
    expect(held.settle([first!])).toEqual([])
    expect(held.settle([third!])).toEqual(['2-0'])
    expect(held.settle([first!, second!])).toEqual(['1-0'])
    expect([held.units, held.bytes]).toEqual([0, 0])
  })

  test('that repeats units which are held is finished with them, however it cuts them', () => {
    const held = new LookAhead(rules)
    held.add(stored('1-0'), [unit(1, 0), unit(1, 1)], 0)
    held.add(stored('2-0'), [unit(1, 0), unit(1, 1)], 0)
    held.add(stored('3-0'), [unit(1, 1)], 0)
    expect(held.units).toBe(2)
    const nodes = held.graph.take(ALL)
    expect(held.settle(nodes).sort()).toEqual(['1-0', '2-0', '3-0'])
    held.forget(['1-0', '2-0', '3-0'])
    expect(held.isEmpty).toBe(true)
  })

  test('that repeats settled units brings them again, and a third copy joins those', () => {
    const held = new LookAhead(rules)
    held.add(stored('1-0'), [unit(1, 0)], 0)
    held.settle(held.graph.take(ALL))
    held.add(stored('2-0'), [unit(1, 0)], 0)
    held.forget(['1-0'])
    held.add(stored('3-0'), [unit(1, 0)], 0)
    expect(held.units).toBe(1)
    expect(held.settle(held.graph.take(ALL)).sort()).toEqual(['2-0', '3-0'])
  })

  test('that was handed out again and again, or is older than the floor, makes its units peculiar', () => {
    const held = new LookAhead(rules)
    held.add(stored('1-0', 3), [unit(1, 0)], 0)
    held.add(stored('2-0'), [unit(2, 0)], Number.MAX_SAFE_INTEGER)
    const nodes = held.graph.take(ALL)
    expect(nodes.map((node) => held.peculiarity(node))).toEqual(['suspect', 'expired'])
    held.settle(nodes)
    expect(held.mostUnits).toBeUndefined()
  })

  test('that was handed out again and again is tried in ever smaller batches, and alone in the end', () => {
    const mostUnits = [1, 2, 3, 4, 5, 9].map((deliveries) => {
      const held = new LookAhead(rules)
      held.add(stored('1-0', deliveries), [unit(1, 0)], 0)
      return held.mostUnits
    })
    expect(mostUnits).toEqual([undefined, undefined, 256, 16, 1, 1])
  })

  test('that was handed out again and again is trusted more with every batch that did no harm', () => {
    const held = new LookAhead(rules)
    const units = Array.from({ length: 8 }, (_, index) => unit(1, index))
    held.add(stored('1-0', 9), units, 0)
    const settled = [1, 2, 4].map((count) => {
      const nodes = held.graph.take({ ...ALL, units: held.mostUnits! })
      held.settle(nodes)
      return nodes.length === count && held.mostUnits
    })
    expect(settled).toEqual([2, 4, 8])
  })

  test('that is older than the floor comes alone, however many others did no harm', () => {
    const held = new LookAhead(rules)
    held.add(stored('1-0'), [unit(1, 0), unit(1, 1)], Number.MAX_SAFE_INTEGER)
    held.add(stored('2-0', 9), [unit(2, 0)], 0)
    held.settle(held.graph.take({ ...ALL, units: 1 }))
    expect(held.mostUnits).toBe(1)
  })
})
