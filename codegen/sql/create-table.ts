import type { EntityModel } from '../model/index.js'
import { columnSql, type EntityIndex } from './column-sql.js'
import { type ForeignKey, foreignKeySql, foreignKeys, indexSql, primaryKeySql } from './key-sql.js'
import { quoteName, quoteText } from './quote.js'

/** The statements that create the tables of one database on an empty one, in order. */
export function createTables(entities: readonly EntityModel[]): readonly string[] {
  return createStatements(entities).map(({ sql }) => sql)
}

export interface CreateStatement {
  readonly table: string
  readonly creates: 'table' | 'reference'
  readonly sql: string
}

/**
 * The statements that create the tables of one database, parents first, but for those of `existing` entities. Foreign
 * keys that point to a table which comes later, as circles do, are added at the end.
 */
export function createStatements(
  entities: readonly EntityModel[],
  existing: ReadonlySet<EntityModel> = new Set(),
): readonly CreateStatement[] {
  const byName: EntityIndex = new Map(entities.map((entity) => [entity.name, entity]))
  const created = new Set([...existing].map((entity) => entity.name))
  const tables: CreateStatement[] = []
  const references: CreateStatement[] = []
  for (const entity of parentsFirst(entities, byName)) {
    if (existing.has(entity)) continue
    created.add(entity.name)
    const [inside, later] = partition(foreignKeys(entity), ({ reference }) => created.has(reference.entity))
    const { table } = entity
    tables.push({ table, creates: 'table', sql: createTable(entity, byName, inside) })
    for (const key of later) {
      const sql = `ALTER TABLE ${quoteName(table)} ADD ${foreignKeySql(key, entity)}`
      references.push({ table, creates: 'reference', sql })
    }
  }
  return [...tables, ...references]
}

function createTable(entity: EntityModel, entities: EntityIndex, references: readonly ForeignKey[]): string {
  const parts = [
    ...entity.columns.map((column) => columnSql(column, entity, entities)),
    primaryKeySql(entity),
    ...entity.uniques.map((index) => indexSql(index, entity, 'unique')),
    ...entity.indexes.map((index) => indexSql(index, entity, 'index')),
    ...references.map((key) => foreignKeySql(key, entity)),
  ]
  return `CREATE TABLE ${quoteName(entity.table)} (\n  ${parts.join(',\n  ')}\n) ${tableOptions(entity)}`
}

function tableOptions(entity: EntityModel): string {
  return [
    `ENGINE=InnoDB DEFAULT CHARACTER SET ${entity.charset}`,
    entity.collation === undefined ? null : `COLLATE ${entity.collation}`,
    entity.comment === undefined ? null : `COMMENT=${quoteText(entity.comment)}`,
  ]
    .filter((option) => option !== null)
    .join(' ')
}

/** Keeps the given order where references allow it; a circle is entered at its first member. */
function parentsFirst(entities: readonly EntityModel[], byName: EntityIndex): readonly EntityModel[] {
  const ordered = new Set<EntityModel>()
  const entered = new Set<EntityModel>()
  const visit = (entity: EntityModel) => {
    if (entered.has(entity)) return
    entered.add(entity)
    for (const { reference } of foreignKeys(entity)) {
      const parent = byName.get(reference.entity)
      if (parent !== undefined) visit(parent)
    }
    ordered.add(entity)
  }
  for (const entity of entities) visit(entity)
  return [...ordered]
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
