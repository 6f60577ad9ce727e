import { diagnostic } from '../../diagnostics/index.js'
import type { ColumnModel, ColumnType, EntityModel, SourceRange } from '../../model/index.js'
import { keyBytes } from '../column-bytes.js'
import type { Report, Rule } from '../draft.js'
import { keyRanges } from '../key-ranges.js'

const MAX_KEY_BYTES = 3_072
const MAX_KEY_COLUMNS = 16

/** MySQL can build each key: its types, its number of columns, its bytes. */
export const keyTypes: Rule = (subject, report) => {
  const { model, draft, columns } = subject
  const primary = model.key.flatMap((property) => columns.get(property)?.parsed ?? [])
  const primaryCall = primary.at(-1)?.modifiers.find(({ name }) => name === 'primary')
  check(model, 'primary', model.key, primaryCall?.range ?? draft.parsed.range, report)
  for (const key of keyRanges(subject)) check(model, key.kind, key.model.properties, key.range, report)
}

function check(
  entity: EntityModel,
  kind: 'primary' | 'unique' | 'index',
  properties: readonly string[],
  range: SourceRange,
  report: Report,
): void {
  const columns = properties.flatMap((property) => entity.columns.find((column) => column.property === property) ?? [])
  const unfit = columns.find((column) => isUnfit(column.type, kind))
  if (unfit !== undefined) {
    report(diagnostic('ORM1033', range, unfitMessage(unfit, kind), unfitHint(unfit)))
    return
  }
  const bytes = columns.reduce((sum, column) => sum + keyBytes(column.type, entity), 0)
  const limits = `MySQL allows ${MAX_KEY_COLUMNS} columns and ${MAX_KEY_BYTES.toLocaleString('en')} bytes`
  if (columns.length > MAX_KEY_COLUMNS) {
    report(diagnostic('ORM1034', range, `a key over ${columns.length} columns`, limits))
  } else if (bytes > MAX_KEY_BYTES) {
    const message = `a key of ${bytes.toLocaleString('en')} bytes`
    report(diagnostic('ORM1034', range, message, `${limits}; a character of ${entity.charset} counts at its longest`))
  }
}

const WITHOUT_KEYS: ReadonlySet<ColumnType['kind']> = new Set([
  'tinytext',
  'text',
  'mediumtext',
  'longtext',
  'tinyblob',
  'blob',
  'mediumblob',
  'longblob',
  'json',
])

function isUnfit(type: ColumnType, kind: 'primary' | 'unique' | 'index'): boolean {
  if (WITHOUT_KEYS.has(type.kind)) return true
  return kind === 'primary' && (type.kind === 'float' || type.kind === 'double')
}

function unfitMessage({ property, type }: ColumnModel, kind: string): string {
  return `"${property}" is ${type.kind}, which cannot be part of ${kind === 'primary' ? 'a primary key' : 'a key'}`
}

function unfitHint({ type }: ColumnModel): string {
  switch (type.kind) {
    case 'float':
    case 'double':
      return 'inexact numbers do not find their row again: use decimal(p, s) or an integer'
    case 'json':
      return 'index a generated column that holds the part you look for'
    default:
      return type.kind.endsWith('blob') ? 'use varbinary(n) up to 3,072 bytes' : 'use varchar(n) up to 768 characters'
  }
}
