import type { ColumnModel, ColumnType, EntityModel } from '../model/index.js'
import { quoteName } from './quote.js'

/** How a JSON_TABLE column reads a key and how that is compared with the table's own column. */
interface KeyForm {
  readonly type: string
  compare(jsonColumn: string): string
}

const TEXT_KEY = 'VARCHAR(64) CHARACTER SET ascii'

/** Undefined for a key whose equality depends on a collation, or whose text form is not unique. */
function keyForm(type: ColumnType): KeyForm | undefined {
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
      return {
        type: TEXT_KEY,
        compare: (column) => `CAST(${column} AS ${type.unsigned === true ? 'UNSIGNED' : 'SIGNED'})`,
      }
    case 'uuid':
      return { type: `${TEXT_KEY} COLLATE ascii_bin`, compare: (column) => column }
    case 'binary':
    case 'varbinary':
      return { type: 'LONGTEXT CHARACTER SET ascii', compare: (column) => `FROM_BASE64(${column})` }
    default:
      return undefined
  }
}

export interface KeyMatch {
  /** Definitions for the COLUMNS clause: `k0`, `k1`, ... */
  readonly columns: readonly string[]
  /** The condition that joins the table `t` with the list `j`. */
  readonly condition: string
}

/**
 * The join of a table with a list of keys that stand at `offset` and after in each element of the list.
 * Keys arrive as text and are cast here: a JSON_TABLE column of a number type would clip what does not fit, and another
 * row would be hit. Undefined where some part of the key cannot be compared safely.
 */
export function keyMatch(entity: EntityModel, offset: number): KeyMatch | undefined {
  const columns: string[] = []
  const conditions: string[] = []
  for (const [index, column] of keyColumns(entity).entries()) {
    const form = keyForm(column.type)
    if (form === undefined) return undefined
    columns.push(pathColumn(`k${index}`, form.type, offset + index))
    conditions.push(`t.${quoteName(column.column)} = ${form.compare(`j.k${index}`)}`)
  }
  return { columns, condition: conditions.join(' AND ') }
}

export function keyColumns(entity: EntityModel): readonly ColumnModel[] {
  return entity.key.map((property) => {
    const column = entity.columns.find((candidate) => candidate.property === property)
    if (column === undefined) throw new Error(`${entity.name}: the key names ${property}, which is no column`)
    return column
  })
}

/** A missing element is an error, never NULL. */
export function pathColumn(name: string, type: string, position: number): string {
  return `${name} ${type} PATH '$[${position}]' ERROR ON EMPTY ERROR ON ERROR`
}
