import { type Codec, codecOf } from './codec/index.js'
import type { ColumnPlace } from './errors/value-error.js'
import type { ColumnDefinition, TableDefinition } from './table.js'

/** A column with what is derived from its definition once. */
export interface Column {
  /** Position in `Table.columns` and in an entity's values. */
  readonly index: number
  readonly property: string
  readonly definition: ColumnDefinition
  readonly codec: Codec
  /** As the codec says: its value travels as it is kept; it is an object that can change in place. */
  readonly plain: boolean
  readonly mutable: boolean
  readonly nullable: boolean
  /** For messages. */
  readonly place: ColumnPlace
  /** Who gives a new row its value where the program does not. */
  readonly filledBy: FilledBy
}

/**
 * `input`: the program, by its input, a default or NULL. `construction`: a UUIDv7. `sequence`, `now`, `version`: the
 * flush. `database`: MySQL, for auto-increment keys and generated columns; such columns are not inserted.
 */
export type FilledBy = 'input' | 'construction' | 'sequence' | 'now' | 'version' | 'database'

export function makeColumns(definition: TableDefinition): readonly Column[] {
  return definition.columns.map((column, index) => {
    const place = { entity: definition.entity, property: column.property, sensitive: column.sensitive ?? false }
    const codec = codecOf(column.type, place, charsetOf(definition, column))
    return Object.freeze({
      index,
      property: column.property,
      definition: column,
      codec,
      plain: codec.plain,
      mutable: codec.mutable,
      nullable: column.nullable ?? false,
      place,
      filledBy: filledBy(column),
    })
  })
}

/** A reference has the charset of its target, where every value that exists fits already. */
function charsetOf(definition: TableDefinition, column: ColumnDefinition): string {
  return column.references === undefined ? (definition.charset ?? 'utf8mb4') : 'utf8mb4'
}

function filledBy(column: ColumnDefinition): FilledBy {
  if (column.generated || column.id === 'autoIncrement') return 'database'
  if (column.id === 'sequence') return 'sequence'
  if (column.id === 'uuid') return 'construction'
  if (column.version) return 'version'
  if (column.default !== undefined) return 'now' in column.default ? 'now' : 'input'
  return column.onUpdateNow && !column.nullable ? 'now' : 'input'
}
