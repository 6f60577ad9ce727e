import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planBatch } from '../../../runtime/consumer/batch-plan.js'
import { conflictRuleBook } from '../../../runtime/consumer/conflict-rules.js'
import { UnitGraph } from '../../../runtime/consumer/unit-graph.js'
import type { UnitNode } from '../../../runtime/consumer/unit-node.js'
import type { ColumnType } from '../../../runtime/entity/table.js'
import type { ChangeEvent, EventField, EventShape, Operation, Unit, WireValue } from '../../../runtime/event/unit.js'
import { ModelDatabase } from './model-database.js'
import { TABLES } from './tables.js'

const rules = conflictRuleBook(TABLES)
const shapes = new Map<string, EventShape>()

function event(
  operation: Operation,
  entity: string,
  ...fields: [EventField['role'], string, WireValue][]
): ChangeEvent {
  const form: EventShape = { operation, entity, fields: fields.map(([role, property]) => ({ role, property })) }
  const signature = JSON.stringify(form)
  const shape = shapes.get(signature) ?? form
  shapes.set(signature, shape)
  return { shape, values: fields.map(([, , value]) => value) }
}

/** What a random walk may try; those steps that MySQL would refuse one after the other are left out of the stream. */
const step = fc.record({
  kind: fc.constantFrom('insert', 'update', 'email', 'add', 'move', 'delete'),
  entity: fc.constantFrom('Team', 'User', 'User', 'Order', 'Note', 'Tag'),
  id: fc.integer({ min: 1, max: 4 }),
  parent: fc.integer({ min: 1, max: 4 }),
  value: fc.integer({ min: 0, max: 4 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const PARENT: Record<string, string> = { User: 'teamId', Order: 'userId', Note: 'orderId' }
const PLAIN: Record<string, string> = { Team: 'name', User: 'age', Order: 'total', Note: 'body', Tag: 'label' }
/** Two that ordering takes for one, though they are not, and one of which it cannot tell what it equals. */
const TAGS = ['a', 'A', 'b', 'ä']
/** The third as well. */
const MAILS = ['mail0', 'mail1', 'mail2', 'mäil3', 'mail4']

function toEvent(
  { kind, entity: any, id: number, parent, value }: Step,
  model: ModelDatabase,
): ChangeEvent | undefined {
  const entity = kind === 'email' || kind === 'add' ? 'User' : any
  const id = entity === 'Tag' ? TAGS[number - 1]! : number
  const row = model.rows(entity).get(String(id))
  const parentProperty = PARENT[entity]
  const known = (property: string | undefined): [EventField['role'], string, WireValue][] =>
    property === undefined || row?.get(property) == null ? [] : [['was', property, row.get(property)!]]
  switch (kind) {
    case 'insert': {
      const parentField: [EventField['role'], string, WireValue][] =
        parentProperty === undefined ? [] : [['set', parentProperty, parent]]
      const email: [EventField['role'], string, WireValue][] =
        entity === 'User' ? [['set', 'email', value === 0 ? null : MAILS[value]!]] : []
      return event('insert', entity, ['key', 'id', id], ...email, ...parentField, ['set', PLAIN[entity]!, value])
    }
    case 'update':
      return event('update', entity, ['key', 'id', id], ['set', PLAIN[entity]!, value])
    case 'email':
      return event('update', 'User', ['key', 'id', id], ...known('email'), ['set', 'email', MAILS[value]!])
    case 'add':
      return event('update', 'User', ['key', 'id', id], ['add', 'logins', value + 1])
    case 'move':
      return parentProperty === undefined
        ? undefined
        : event('update', entity, ['key', 'id', id], ...known(parentProperty), ['set', parentProperty, parent])
    case 'delete':
      return event(
        'delete',
        entity,
        ['key', 'id', id],
        ...known(parentProperty),
        ...known(entity === 'User' ? 'email' : undefined),
      )
    default:
      return undefined
  }
}

/** Groups the steps into units; a step that its predecessors rule out is left out. */
function streamOf(units: readonly (readonly Step[])[]): { units: Unit[]; result: ModelDatabase } {
  const model = new ModelDatabase(TABLES)
  const stream: Unit[] = []
  for (const steps of units) {
    const events: ChangeEvent[] = []
    for (const one of steps) {
      const made = toEvent(one, model)
      if (made !== undefined && model.accepts(made)) events.push(made)
    }
    if (events.length > 0) stream.push({ eventId: String(stream.length), events })
  }
  return { units: stream, result: model }
}

const typesOf = (entity: string) => {
  const columns = TABLES.find((candidate) => candidate.entity === entity)!.columns
  return (property: string): ColumnType | undefined => columns.find((column) => column.property === property)?.type
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** Several workers, batches that finish in any order, rows of an update or delete in any order. */
function applyInParallel(units: readonly Unit[], workers: number, rowsPerBatch: number, random: () => number) {
  const graph = new UnitGraph(rules)
  const database = new ModelDatabase(TABLES)
  units.forEach((unit, sequence) => {
    graph.add({ unit, entryId: `${sequence}-0`, sequence }, 100)
  })
  const running: UnitNode[][] = []
  let statements = 0
  while (graph.size > 0) {
    while (running.length < workers && graph.ready > 0) {
      running.push(graph.take({ rows: rowsPerBatch, units: 8 * rowsPerBatch, bytes: 1e6 }))
    }
    const [batch] = running.splice(Math.floor(random() * running.length), 1)
    for (const statement of planBatch(batch!, { rules, coalescedTypes: typesOf })) {
      statements += 1
      const inOrder = statement.operation === 'insert'
      for (const { event: row } of inOrder ? statement.rows : shuffled(statement.rows, random)) database.apply(row)
    }
    graph.settle(batch!)
  }
  return { database, statements }
}

describe('order', () => {
  test('parallel batches end as the stream does one by one, and never break a key on the way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3, size: 'max' }), {
          minLength: 100,
          maxLength: 300,
          size: 'max',
        }),
        fc.constantFrom(1, 4, 11),
        fc.constantFrom(1, 3, 500),
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (steps, workers, rowsPerBatch, numbers) => {
          const { units, result } = streamOf(steps)
          const { database } = applyInParallel(units, workers, rowsPerBatch, () => numbers.next().value)
          expect(database.dump()).toEqual(result.dump())
        },
      ),
      { numRuns: Number(process.env.ORDER_RUNS ?? 60) },
    )
  })

  test('50,000 updates of one row become one statement a batch', () => {
    const units = Array.from(
      { length: 50_000 },
      (_, index): Unit => ({
        eventId: String(index),
        events: [event('update', 'User', ['key', 'id', 1], ['set', 'age', index], ['add', 'logins', 1])],
      }),
    )
    const insert: Unit = { eventId: 'first', events: [event('insert', 'User', ['key', 'id', 1], ['set', 'age', 0])] }
    const { database, statements } = applyInParallel([insert, ...units], 11, 500, Math.random)
    expect(database.rows('User').get('1')?.get('age')).toBe(49_999)
    expect(database.rows('User').get('1')?.get('logins')).toBe(50_000)
    expect(statements).toBeLessThan(20)
  })
})
