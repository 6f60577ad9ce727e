import { describe, expect, test } from 'vitest'
import { type AppliedChange, checkAppliedOrder } from './lib/oracle/applied-order.js'
import { checkFinalRows } from './lib/oracle/final-rows.js'
import { randomOf } from './lib/random.js'

const chain = { row: 'entries 1', producer: 'p', promised: 3, attempted: 3 }
const arrived = (...changes: number[]): AppliedChange[] =>
  changes.map((change) => ({ row: 'entries 1', producer: 'p', change }))
const kinds = (findings: readonly { kind: string }[]) => findings.map((finding) => finding.kind)

describe('the oracle of applied order', () => {
  test('is content with each promised change once, in order', () => {
    expect(checkAppliedOrder([chain], arrived(1, 2, 3))).toEqual([])
  })

  test('names what was lost, doubled, reordered and never made', () => {
    expect(kinds(checkAppliedOrder([chain], arrived(1, 3)))).toEqual(['lost'])
    expect(kinds(checkAppliedOrder([chain], arrived(1, 2, 3, 2)))).toEqual(['doubled'])
    expect(kinds(checkAppliedOrder([chain], arrived(2, 1, 3)))).toEqual(['reordered'])
    expect(kinds(checkAppliedOrder([chain], arrived(1, 2, 3, 4)))).toEqual(['unexpected'])
    expect(kinds(checkAppliedOrder([], arrived(1)))).toEqual(['unexpected'])
  })

  test('accepts what a killed producer may or may not have queued, but no gap before it', () => {
    const killed = { ...chain, promised: 1 }
    expect(checkAppliedOrder([killed], arrived(1))).toEqual([])
    expect(checkAppliedOrder([killed], arrived(1, 2, 3))).toEqual([])
    expect(kinds(checkAppliedOrder([killed], arrived(1, 3)))).toEqual(['lost'])
  })

  test('lets producers interleave in any way', () => {
    const other = { ...chain, producer: 'q', promised: 1 }
    const applied = [...arrived(1), { row: 'entries 1', producer: 'q', change: 1 }, ...arrived(2, 3)]
    expect(checkAppliedOrder([chain, other], applied)).toEqual([])
  })
})

describe('the oracle of final rows', () => {
  const expected = new Map([['1', { n: 2, last: 'b' }]])

  test('names loss, doubling and order by the count of changes', () => {
    const found = (row?: { n: number; last: string }) =>
      kinds(checkFinalRows('t', expected, new Map(row === undefined ? [] : [['1', row]])))
    expect(found({ n: 2, last: 'b' })).toEqual([])
    expect(found({ n: 1, last: 'b' })).toEqual(['lost'])
    expect(found({ n: 3, last: 'b' })).toEqual(['doubled'])
    expect(found({ n: 2, last: 'a' })).toEqual(['reordered'])
    expect(found()).toEqual(['lost'])
  })

  test('names a row that should not be there', () => {
    expect(kinds(checkFinalRows('t', new Map(), expected))).toEqual(['unexpected'])
  })
})

test('a seed repeats its choices, and forks do not shift each other', () => {
  const draw = (seed: number) => {
    const random = randomOf(seed)
    return [random.below(1000), random.below(1000), random.below(1000)]
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  const drained = randomOf(7)
  drained.next()
  expect(drained.fork('faults').below(1000)).toBe(randomOf(7).fork('faults').below(1000))
})
