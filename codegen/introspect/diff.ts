import type { EntityModel } from '../model/index.js'
import { createStatements, type EntityIndex, quoteName } from '../sql/index.js'
import { diffColumns } from './diff-columns.js'
import { diffKeys } from './diff-keys.js'
import { type ComparedTable, type Difference, type SchemaDiff, sameTable } from './difference.js'
import type { LiveDatabase } from './live.js'

const SUBJECTS: readonly Difference['subject'][] = ['table', 'column', 'key', 'reference']

/**
 * How the database differs from the entities. Tables, nullable columns and plain indexes that the schema does not know
 * are no difference: others may own them.
 */
export function diff(entities: readonly EntityModel[], database: LiveDatabase): SchemaDiff {
  const byName: EntityIndex = new Map(entities.map((entity) => [entity.name, entity]))
  const compared = entities.flatMap((entity): ComparedTable[] => {
    const live = database.tables.find(({ name }) => sameTable(name, entity.table, database))
    return live === undefined ? [] : [{ entity, live, entities: byName, database }]
  })
  const existing = new Set(compared.map(({ entity }) => entity))
  const differences = [
    ...missingTables(entities, existing),
    ...compared.flatMap((table) => [...diffOptions(table), ...diffColumns(table), ...diffKeys(table)]),
  ]
  const of = (effect: Difference['effect']) =>
    SUBJECTS.flatMap((subject) => differences.filter((each) => each.effect === effect && each.subject === subject))
  return { additions: of('adds'), changes: of('changes') }
}

function missingTables(entities: readonly EntityModel[], existing: ReadonlySet<EntityModel>): readonly Difference[] {
  return createStatements(entities, existing).map(({ table, creates, sql }) => ({
    table,
    subject: 'table',
    effect: 'adds',
    words: creates === 'table' ? 'the table is missing' : 'a foreign key to a table that comes later is missing',
    sql: [sql],
  }))
}

function diffOptions({ entity, live }: ComparedTable): readonly Difference[] {
  const change = (words: string, option: string): Difference => ({
    table: entity.table,
    subject: 'table',
    effect: 'changes',
    words,
    sql: [`ALTER TABLE ${quoteName(entity.table)} ${option}`],
  })
  return live.engine === 'InnoDB'
    ? []
    : [change(`the engine is ${live.engine}: without transactions nothing is applied exactly once`, 'ENGINE=InnoDB')]
}
