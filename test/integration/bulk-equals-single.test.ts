import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ColumnModel, EntityModel } from '../../codegen/model/index.js'
import { createTables } from '../../codegen/sql/index.js'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { SQL_POOL_DEFAULTS } from '../../runtime/database/pool.js'
import { SqlSession } from '../../runtime/database/session.js'
import { runDelete } from '../../runtime/database/statements/delete.js'
import { GeneratedIds } from '../../runtime/database/statements/generated-ids.js'
import { runUpdate } from '../../runtime/database/statements/update.js'
import { captureFlush, Entity, type Table } from '../../runtime/entity/index.js'
import type { EventField, WireValue } from '../../runtime/event/unit.js'
import type { PlannedRow } from '../../runtime/ports.js'
import { tablesOf } from '../support/tables.js'
import { createWorld, type World } from '../support/world.js'
import { COLUMN_CASES } from './entity/column-values.js'

/** A table with a nullable column of every type that has values to try. */
const MODEL: EntityModel = model(
  'all_types',
  COLUMN_CASES.map(({ type }, index) => ({ property: `c${index}`, column: `c${index}`, type, nullable: true })),
)
const [TABLE] = tablesOf([MODEL])
const ROWS = 20

function model(table: string, columns: readonly ColumnModel[]): EntityModel {
  return {
    name: 'AllTypes',
    className: 'AllTypesEntity',
    table,
    position: { file: 'test.ts', line: 1, column: 1 },
    columns: [
      { property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, nullable: false, id: 'sequence' },
      ...columns,
    ],
    key: ['id'],
    uniques: [],
    indexes: [],
    pool: 'default',
    charset: 'utf8mb4',
    coalesce: true,
  }
}

class AllTypesEntity extends Entity {
  static override readonly table: Table = TABLE!
}

/** One database is written row by row, the other by one statement for all. */
interface Side {
  readonly world: World
  readonly session: SqlSession
}
let single: Side
let bulk: Side

beforeAll(async () => {
  const [one, many] = await Promise.all([openSide('single'), openSide('bulk')])
  single = one
  bulk = many
})

afterAll(async () => {
  for (const { world, session } of [single, bulk]) {
    await session.end()
    await world.close()
  }
})

async function openSide(name: string): Promise<Side> {
  const world = await createWorld(name)
  const { mysqlPools } = await resolveConfig({ default: { mysql: world.mysqlUrl, redis: world.redisUrl } })
  const session = await SqlSession.open(mysqlPools.default!, SQL_POOL_DEFAULTS)
  for (const sql of createTables([MODEL])) await session.query(sql)
  return { world, session }
}

/** What the event of an entity carries for a value; undefined where the entity refuses it. */
function wireOf(property: string, value: unknown): WireValue | undefined {
  try {
    const capture = captureFlush(new AllTypesEntity(TABLE!, { [property]: value }), {
      now: new Date(0),
      allocateId: () => 1n,
    })!
    const index = capture.event.shape.fields.findIndex((field) => field.property === property)
    return capture.event.values[index]
  } catch {
    return undefined
  }
}

interface Change {
  readonly field: EventField
  readonly value: WireValue
}

const change: fc.Arbitrary<Change | undefined> = fc.nat(COLUMN_CASES.length - 1).chain((index) => {
  const property = `c${index}`
  const set = COLUMN_CASES[index]!.values.map((value): Change | undefined => {
    const wire = wireOf(property, value)
    return wire === undefined ? undefined : { field: { property, role: 'set' }, value: wire }
  })
  const clear = fc.constant<Change>({ field: { property, role: 'set' }, value: null })
  const add = fc.nat(200).map((amount): Change => ({ field: { property, role: 'add' }, value: amount }))
  const canAdd = /int|decimal|float|double/.test(COLUMN_CASES[index]!.type.kind)
  return fc.oneof({ weight: 5, arbitrary: set }, { weight: 1, arbitrary: clear }, ...(canAdd ? [add] : []))
})

const changes = fc.array(change, { minLength: 1, maxLength: 14 }).map((list) => {
  const byProperty = new Map(list.flatMap((each) => (each === undefined ? [] : [[each.field.property, each] as const])))
  return [...byProperty.values()]
})

function row(id: number, list: readonly Change[]): PlannedRow {
  const fields = [{ property: 'id', role: 'key' } as const, ...list.map(({ field }) => field)]
  return {
    event: {
      shape: { operation: 'update', entity: 'AllTypes', fields },
      values: [id, ...list.map(({ value }) => value)],
    },
    node: { unit: { eventId: '0', events: [] }, entryId: '0-0', sequence: id },
    eventIndex: 0,
  }
}

/** Makes a statement one for many rows. */
const harmless = (id: number) => row(id, [{ field: { property: 'c0', role: 'set' }, value: null }])

const write = (rows: readonly PlannedRow[], { session }: Side, run: typeof runUpdate, operation: 'update' | 'delete') =>
  run(
    { operation, entity: 'AllTypes', rows },
    { session, ids: new GeneratedIds(), missingRows: 'fail', table: () => TABLE! },
  )

async function restart({ session }: Side): Promise<void> {
  await session.query(`TRUNCATE all_types`)
  await session.query(
    `INSERT INTO all_types (id) VALUES ${Array.from({ length: ROWS }, (_, id) => `(${id})`).join(', ')}`,
  )
}

const content = ({ session }: Side) =>
  session.rows<Record<string, unknown>>(`${TABLE!.definition.sql.select} ORDER BY id`)

test('many rows in one statement end as they do one by one', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(changes, { minLength: ROWS, maxLength: ROWS }), { maxLength: 3 }),
      async (rounds) => {
        await Promise.all([restart(single), restart(bulk)])
        for (const round of rounds) {
          const accepted: PlannedRow[] = []
          for (const [id, list] of round.entries()) {
            if (list.length === 0) continue
            const one = row(id, list)
            const refused = await write([one], single, runUpdate, 'update').catch((error: unknown) => error)
            if (refused === undefined) accepted.push(one)
            else await expect(write([one, harmless((id + 1) % ROWS)], bulk, runUpdate, 'update')).rejects.toThrow()
          }
          if (accepted.length > 0) await write(accepted, bulk, runUpdate, 'update')
          expect(await content(bulk)).toEqual(await content(single))
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('many deletes in one statement end as they do one by one', async () => {
  await Promise.all([restart(single), restart(bulk)])
  const rows = [3, 5, 19, 77].map((id) => row(id, []))
  for (const each of rows) await write([each], single, runDelete, 'delete')
  await write(rows, bulk, runDelete, 'delete')
  expect(await content(bulk)).toEqual(await content(single))
  expect(await content(bulk)).toHaveLength(ROWS - 3)
})
