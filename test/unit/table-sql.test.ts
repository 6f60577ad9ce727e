import { expect, expectTypeOf, test } from 'vitest'
import { quoteName, quoteText, type TableSql, tableSql } from '../../codegen/sql/index.js'
import type { TableSql as RuntimeTableSql } from '../../runtime/entity/table.js'
import { modelsOf } from '../support/schema-models.js'

test('the generator and the runtime mean the same by the statements of a table', () => {
  expectTypeOf<TableSql>().toEqualTypeOf<RuntimeTableSql>()
})

test('identifiers and texts survive whatever they contain', () => {
  expect(quoteName('a`b')).toBe('`a``b`')
  expect(quoteText("it's \\ a\ntest")).toBe("'it''s \\\\ a\\ntest'")
})

test('slots name new values, then amounts, then the token that must match', () => {
  const [model] = modelsOf(`
    import { bigint, defineEntity, id, int, ref, varchar } from 'orm-gen/schema'
    export const Page = defineEntity('pages', {
      id: id(), title: varchar(10), hits: int(), version: bigint().unsigned().version(),
      double: int().generatedAs('hits * 2'), parent: ref(() => Page).nullable(),
    })`)
  expect(tableSql(model!).updateMany?.slots).toEqual(['title', 'hits', 'version', 'parentId', '+hits', '=version'])
})

test('a table of keys alone has no update, yet a delete', () => {
  const [model] = modelsOf(`
    import { defineEntity, int } from 'orm-gen/schema'
    export const Pair = defineEntity('pairs', { left: int().primary(), right: int().primary() })`)
  const sql = tableSql(model!)
  expect(sql.updateMany).toBeUndefined()
  expect(sql.deleteMany).toContain('t.`left` = CAST(j.k0 AS SIGNED) AND t.`right` = CAST(j.k1 AS SIGNED)')
})

test('a wide table has forms for rows that change few columns', () => {
  const columns = Array.from({ length: 40 }, (_, i) => `c${i}: varchar(5)`).join(', ')
  const [model] = modelsOf(`
    import { defineEntity, id, varchar } from 'orm-gen/schema'
    export const Wide = defineEntity('wide', { id: id(), ${columns} })`)
  expect(tableSql(model!).updateMany?.forms.map(({ values }) => values)).toEqual([4, 12, 40])
})
