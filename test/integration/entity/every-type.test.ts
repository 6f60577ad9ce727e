import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ValueError } from '../../../runtime/entity/index.js'
import type { ColumnType } from '../../../runtime/entity/table.js'
import { EngineRig, type LooseEntity } from '../../support/engine-rig.js'
import { COLUMN_CASES } from './column-values.js'

/** One table with a column of every type, and the whole way: setter, Redis, consumer, MySQL, loadById. */

const ROWS = 40
/** Replayed by setting it to the one that a failure names. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

const columns = COLUMN_CASES.map(({ type, values }, index) => ({ property: `c${index}`, type, values }))

function builderText(type: ColumnType): string {
  const sign = 'unsigned' in type && type.unsigned ? '.unsigned()' : ''
  switch (type.kind) {
    case 'bigint':
      return `bigint()${sign}${type.as === 'number' ? '.asNumber()' : type.as === 'string' ? '.asString()' : ''}`
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})${sign}`
    case 'enum':
      return `enumOf(${type.values.map((value) => `'${value}'`).join(', ')})`
    case 'set':
      return `setOf(${type.values.map((value) => `'${value}'`).join(', ')})`
    case 'time':
    case 'datetime':
    case 'timestamp':
      return `${type.kind}(${type.precision})`
    default:
      return 'length' in type ? `${type.kind}(${type.length})` : `${type.kind}()${sign}`
  }
}

const SCHEMA = `export const Every = defineEntity('every_type', {
  id: id(),
  ${columns.map(({ property, type }) => `${property}: ${builderText(type)}.nullable(),`).join('\n  ')}
})`

let rig: EngineRig

beforeAll(async () => {
  rig = await EngineRig.create('every_type', SCHEMA)
})

afterAll(() => rig[Symbol.asyncDispose]())

/** For each row a value for each column that the entity accepts; every eighth is null. */
function sampleRows(seed: number): readonly Readonly<Record<string, unknown>>[] {
  const rows = Array.from({ length: ROWS }, () => ({}) as Record<string, unknown>)
  columns.forEach(({ property, values }, index) => {
    const accepted = fc
      .sample(values, { numRuns: ROWS * 8, seed: seed + index })
      .filter((value) => isAccepted(property, value))
    rows.forEach((row, number) => {
      row[property] = (number + index) % 8 === 0 ? null : (accepted[number % accepted.length] ?? null)
    })
  })
  return rows
}

function isAccepted(property: string, value: unknown): boolean {
  try {
    rig.make('Every', { [property]: value })
    return true
  } catch (error) {
    if (error instanceof ValueError) return false
    throw error
  }
}

function read(entity: LooseEntity): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ property }) => [property, comparable(entity.get(property))]))
}

/** Bytes as text, and JSON without properties that are undefined. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'object' && value !== null && !(value instanceof Date)
    ? JSON.parse(JSON.stringify(value))
    : value
}

async function expectLoadedEqual(entities: readonly LooseEntity[]): Promise<void> {
  const ids = entities.map((entity) => entity.get('id'))
  const loaded = (await rig.engine.loadByIds(rig.classes.Every!, ids)) as unknown as LooseEntity[]
  entities.forEach((entity, index) => {
    const [kept, stored] = [read(entity), read(loaded[index]!)]
    for (const { property, type } of columns) {
      if (!isDeepStrictEqual(stored[property], kept[property])) {
        expect({ seed: SEED, type, value: stored[property] }).toEqual({ seed: SEED, type, value: kept[property] })
      }
    }
    expect(loaded[index]?.isDirty).toBe(false)
  })
}

test('whatever a column of any type accepts, loadById gives back: after inserts, bulk updates and single columns', async () => {
  const entities = sampleRows(SEED).map((values) => rig.make('Every', values))
  await rig.engine.flushLazy(entities)
  await rig.drain()
  await expectLoadedEqual(entities)

  for (const [index, values] of sampleRows(SEED + 1_000).entries()) entities[index]!.set(values)
  await rig.engine.flushLazy(entities)
  await rig.drain()
  await expectLoadedEqual(entities)

  sampleRows(SEED + 2_000).forEach((values, index) => {
    const { property } = columns[index % columns.length]!
    entities[index]!.set({ [property]: values[property] })
  })
  await rig.engine.flushLazy(entities)
  await rig.drain()
  await expectLoadedEqual(entities)
})

test('an increment of a number of any type is exact', async () => {
  const numeric = columns.filter(({ type }) => ['int', 'bigint', 'decimal', 'double'].includes(type.kind))
  const start = Object.fromEntries(numeric.map(({ property, type }) => [property, firstNumber(type)]))
  const entity = rig.make('Every', start)
  await rig.engine.flushLazy(entity)
  await rig.drain()
  for (let round = 0; round < 3; round++) {
    for (const { property } of numeric) entity.increment(property, 7n)
    await rig.engine.flushLazy(entity)
  }
  await rig.drain()
  await expectLoadedEqual([entity])
})

/** Close below the top of what the type holds, where a double would lose digits. */
function firstNumber(type: ColumnType): unknown {
  switch (type.kind) {
    case 'bigint':
      if (type.as === 'number') return Number.MAX_SAFE_INTEGER - 100
      if (type.as === 'string') return '18446744073709551500'
      return type.unsigned ? 18446744073709551500n : 9223372036854775700n
    case 'decimal':
      return type.scale === 0 ? '9999999000' : type.precision === 5 ? '900.25' : `${'9'.repeat(33)}00.${'1'.repeat(30)}`
    default:
      return 1_000_000
  }
}
