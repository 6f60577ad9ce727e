import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnTypeSql } from '../../../codegen/sql/column-type-sql.js'
import { ValueError } from '../../../runtime/entity/index.js'
import { createWorld, type World } from '../../support/world.js'
import { type ColumnBench, createColumnBench } from './column-bench.js'
import { COLUMN_CASES, type ColumnCase, NARROW_CASES } from './column-values.js'

let world: World

beforeAll(async () => {
  world = await createWorld('round_trip')
})

afterAll(() => world.close())

const REFUSED = Symbol('refused')

function kept(bench: ColumnBench, value: unknown): unknown {
  try {
    return bench.keep(value)
  } catch (error) {
    if (error instanceof ValueError) return REFUSED
    throw error
  }
}

/** Equal as users see it: a Buffer equals the Uint8Array with its bytes. */
function same(left: unknown, right: unknown): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0
  return isDeepStrictEqual(left, right) || JSON.stringify(left) === JSON.stringify(right)
}

/** The value as a program without an ORM would hand it to mysql2. */
function plainParameter(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString().replace('T', ' ').replace('Z', '')
  if (value instanceof Uint8Array) return Buffer.from(value)
  return value
}

describe.each([...COLUMN_CASES, ...NARROW_CASES].map((columnCase) => ({ name: nameOf(columnCase), ...columnCase })))(
  '$name',
  ({ type, charset, values, refusals }) => {
    test('what is accepted comes back equal, prepared and as text', async () => {
      const bench = await createColumnBench(world.mysql, type, charset)
      await fc.assert(
        fc.asyncProperty(
          fc.array(values, { minLength: 40, maxLength: 60 }),
          fc.constantFrom('query', 'execute'),
          async (tried, protocol) => {
            const accepted = tried.map((value) => kept(bench, value)).filter((value) => value !== REFUSED)
            if (accepted.length === 0) return
            const loaded = await bench.roundTrip(accepted, protocol)
            accepted.forEach((value, index) => {
              if (!same(value, loaded[index])) expect(loaded[index]).toEqual(value)
            })
          },
        ),
        { numRuns: 4 },
      )
    })

    test.skipIf(refusals === 'type')('what is refused the server refuses or changes', async () => {
      const bench = await createColumnBench(world.mysql, type, charset)
      await fc.assert(
        fc.asyncProperty(values, async (value) => {
          if (kept(bench, value) !== REFUSED) return
          const parameter =
            type.kind === 'set'
              ? (value as string[]).join(',')
              : type.kind === 'json'
                ? jsonText(value)
                : plainParameter(value)
          const loaded = await bench.storeUnchecked(parameter)
          if (loaded !== undefined && isDeepStrictEqual(loaded, value))
            expect({ refused: value, stored: loaded }).toBeUndefined()
        }),
        { numRuns: 120 },
      )
    })
  },
)

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function nameOf({ type, charset }: ColumnCase): string {
  const as = 'as' in type && type.as ? ` as ${type.as}` : ''
  return `${columnTypeSql(type)}${as}${charset === undefined ? '' : ` ${charset}`}`
}
