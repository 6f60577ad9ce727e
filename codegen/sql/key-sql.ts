import {
  type ColumnModel,
  type EntityModel,
  type IndexModel,
  keyName,
  type ReferenceModel,
  type ReferentialAction,
} from '../model/index.js'
import { keyColumns } from './key-match.js'
import { quoteName, quoteNames } from './quote.js'

/** Keys as `CREATE TABLE` and, behind `ADD`, `ALTER TABLE` take them. */
export function primaryKeySql(entity: EntityModel): string {
  return `PRIMARY KEY (${quoteNames(keyColumns(entity).map((column) => column.column))})`
}

export function indexSql(index: IndexModel, entity: EntityModel, kind: 'unique' | 'index'): string {
  const columns = indexColumns(index, entity)
  return `${kind === 'unique' ? 'UNIQUE KEY' : 'KEY'} ${quoteName(index.name)} (${quoteNames(columns)})`
}

export function indexColumns(index: IndexModel, entity: EntityModel): readonly string[] {
  return index.properties.map((property) => entity.columns.find((column) => column.property === property)!.column)
}

export interface ForeignKey {
  readonly column: ColumnModel
  readonly reference: ReferenceModel
}

/** References that the database is to enforce. */
export function foreignKeys(entity: EntityModel): readonly ForeignKey[] {
  return entity.columns.flatMap((column) =>
    column.reference?.foreignKey === true ? [{ column, reference: column.reference }] : [],
  )
}

export function foreignKeySql({ column, reference }: ForeignKey, entity: EntityModel): string {
  return (
    `CONSTRAINT ${quoteName(keyName(entity.table, [column.column], 'foreign'))} ` +
    `FOREIGN KEY (${quoteName(column.column)}) ` +
    `REFERENCES ${quoteName(reference.targetTable)} (${quoteName(reference.targetColumn)}) ` +
    `ON DELETE ${actionSql(reference.onDelete)} ON UPDATE ${actionSql(reference.onUpdate)}`
  )
}

function actionSql(action: ReferentialAction): string {
  return action.toUpperCase()
}
