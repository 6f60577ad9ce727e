import { expect, test } from 'vitest'
import { conflictRuleBook } from '../../../runtime/consumer/conflict-rules.js'
import { UnitGraph } from '../../../runtime/consumer/unit-graph.js'
import { event } from '../../support/events.js'
import { TABLES } from './tables.js'

const ROOMY = { units: 100, bytes: 1e6 }

/** Changes of these rows, in this order. */
function graphOf(rows: readonly number[]): UnitGraph {
  const graph = new UnitGraph(conflictRuleBook(TABLES))
  rows.forEach((row, sequence) => {
    const unit = {
      eventId: `unit ${sequence}`,
      events: [event(['update', 'User', '@id', 'name'], row, `n${sequence}`)],
    }
    graph.add({ unit, entryId: '1-0', sequence }, 10)
  })
  return graph
}

/** Takes batches of them; what is taken is told by the positions. */
function changesOf(rows: readonly number[]) {
  const graph = graphOf(rows)
  return (limits: Partial<Parameters<UnitGraph['take']>[0]>) =>
    graph.take({ rows: 2, ...ROOMY, ...limits }).map(({ sequence }) => sequence)
}

test('a batch that has its rows goes on with later changes of them, past rows that it has no room for', () => {
  const take = changesOf([1, 2, 3, 1, 2, 3, 1])
  expect(take({})).toEqual([0, 1, 3, 4, 6])
  expect(take({})).toEqual([2, 5])
})

test('units and bytes end a batch whatever it touches', () => {
  expect(changesOf([1, 1, 1, 1])({ units: 3 })).toEqual([0, 1, 2])
  expect(changesOf([1, 1, 1, 1])({ bytes: 25 })).toEqual([0, 1])
})

test('a unit of a batch is held back by one outside of it that it must follow, and so is what follows it', () => {
  const graph = graphOf([1, 2, 1, 1])
  const batch = graph.take({ rows: 2, ...ROOMY })
  const [first, second] = batch
  const rest = batch.slice(1)
  expect(graph.heldBack(batch)).toEqual([])
  expect(graph.heldBack(rest).map(({ sequence }) => sequence)).toEqual([2, 3])
  graph.settle([first!])
  expect(graph.heldBack(rest)).toEqual([])
  expect(graph.heldBack([second!])).toEqual([])
})
