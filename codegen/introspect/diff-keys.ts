import type { EntityModel, IndexModel, ReferentialAction } from '../model/index.js'
import {
  type ForeignKey,
  foreignKeySql,
  foreignKeys,
  indexColumns,
  indexSql,
  keyColumns,
  primaryKeySql,
  quoteName,
} from '../sql/index.js'
import { type ComparedTable, type Difference, sameTable } from './difference.js'
import type { LiveForeignKey } from './live.js'

export function diffKeys(table: ComparedTable): readonly Difference[] {
  return [
    ...diffPrimaryKey(table),
    ...diffIndexes(table),
    ...diffForeignKeys(table),
    ...unknownUniques(table),
    ...unknownForeignKeys(table),
  ]
}

function diffPrimaryKey({ entity, live }: ComparedTable): readonly Difference[] {
  const wanted = keyColumns(entity).map(({ column }) => column)
  if (sameColumns(wanted, live.primaryKey)) return []
  const found =
    live.primaryKey.length === 0 ? 'the table has no primary key' : `the primary key is ${list(live.primaryKey)}`
  const drop = live.primaryKey.length === 0 ? '' : 'DROP PRIMARY KEY, '
  return [alter(entity, 'key', 'changes', `${found}, not ${list(wanted)}`, `${drop}ADD ${primaryKeySql(entity)}`)]
}

/** Keys are known by their columns; their names may differ. */
function diffIndexes(table: ComparedTable): readonly Difference[] {
  const { entity } = table
  const missing = (index: IndexModel, kind: 'unique' | 'index') => {
    const columns = indexColumns(index, entity)
    if (hasIndex(columns, kind, table)) return []
    const word = kind === 'unique' ? 'unique key' : 'index'
    return [
      alter(entity, 'key', 'adds', `the ${word} ${list(columns)} is missing`, `ADD ${indexSql(index, entity, kind)}`),
    ]
  }
  return [
    ...entity.uniques.flatMap((index) => missing(index, 'unique')),
    ...entity.indexes.flatMap((index) => missing(index, 'index')),
  ]
}

function hasIndex(columns: readonly string[], kind: 'unique' | 'index', { live }: ComparedTable): boolean {
  return (
    sameColumns(columns, live.primaryKey) ||
    live.indexes.some(
      (index) =>
        index.peculiarity === undefined && (kind === 'index' || index.unique) && sameColumns(columns, index.columns),
    )
  )
}

function diffForeignKeys(table: ComparedTable): readonly Difference[] {
  const { entity, live } = table
  return foreignKeys(entity).flatMap((key) => {
    const column = key.column.column
    const add = `ADD ${foreignKeySql(key, entity)}`
    const found = live.foreignKeys.find((candidate) => pointsTo(candidate, key, table))
    if (found === undefined) {
      return [
        alter(
          entity,
          'reference',
          'adds',
          `the foreign key of ${column} to ${key.reference.targetTable} is missing`,
          add,
        ),
      ]
    }
    const facts = [
      ...actionFacts('DELETE', key.reference.onDelete, found.onDelete),
      ...actionFacts('UPDATE', key.reference.onUpdate, found.onUpdate),
    ]
    if (facts.length === 0) return []
    const words = `the foreign key of ${column} says ${facts.join(' and ')}`
    return [alter(entity, 'reference', 'changes', words, `DROP FOREIGN KEY ${quoteName(found.name)}, ${add}`)]
  })
}

function actionFacts(on: string, wanted: ReferentialAction, found: ReferentialAction): readonly string[] {
  if (effective(wanted) === effective(found)) return []
  return [`ON ${on} ${found.toUpperCase()}, not ${wanted.toUpperCase()}`]
}

/** InnoDB checks at once, so that both words mean the same. */
function effective(action: ReferentialAction): ReferentialAction {
  return action === 'no action' ? 'restrict' : action
}

/** Order is kept by the unique keys that the schema knows: one that it does not know can break it. */
function unknownUniques({ entity, live }: ComparedTable): readonly Difference[] {
  const known = [
    ...entity.uniques.map((index) => indexColumns(index, entity)),
    keyColumns(entity).map(({ column }) => column),
  ]
  return live.indexes
    .filter((index) => index.unique && !known.some((columns) => sameColumns(columns, index.columns)))
    .map((index) =>
      alter(
        entity,
        'key',
        'changes',
        `the schema does not know the unique key ${index.name} ${list(index.columns)}, so that rows may be applied in an order which it refuses`,
        `DROP INDEX ${quoteName(index.name)}`,
      ),
    )
}

function unknownForeignKeys(table: ComparedTable): readonly Difference[] {
  const { entity, live } = table
  const known = foreignKeys(entity)
  return live.foreignKeys
    .filter((candidate) => !known.some((key) => pointsTo(candidate, key, table)))
    .map((key) =>
      alter(
        entity,
        'reference',
        'changes',
        `the schema does not know the foreign key ${key.name} of ${list(key.columns)} to ${key.targetTable}, so that a child may be applied before its parent`,
        `DROP FOREIGN KEY ${quoteName(key.name)}`,
      ),
    )
}

function pointsTo(live: LiveForeignKey, { column, reference }: ForeignKey, { database }: ComparedTable): boolean {
  return (
    sameColumns(live.columns, [column.column]) &&
    sameTable(live.targetTable, reference.targetTable, database) &&
    sameColumns(live.targetColumns, [reference.targetColumn])
  )
}

function alter(
  entity: EntityModel,
  subject: Difference['subject'],
  effect: Difference['effect'],
  words: string,
  clause: string,
): Difference {
  return { table: entity.table, subject, effect, words, sql: [`ALTER TABLE ${quoteName(entity.table)} ${clause}`] }
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column, index) => column.toLowerCase() === b[index]!.toLowerCase())
}

function list(columns: readonly string[]): string {
  return `(${columns.join(', ')})`
}
