import { diagnostic } from '../../diagnostics/index.js'
import type { Rule } from '../draft.js'

/** Every entity has a key, and `id()` is a key by itself. */
export const primaryKey: Rule = ({ draft }, report) => {
  const { parsed } = draft
  const keys = draft.columns.filter((column) => column.primary)
  const complete = parsed.complete && draft.columns.length === parsed.columns.length
  if (keys.length === 0 && complete) {
    report(
      diagnostic(
        'ORM1030',
        parsed.range,
        `entity "${parsed.name}" has no primary key`,
        'add `id: id()` to its columns',
      ),
    )
  }
  const own = keys.find((column) => column.parsed.builder.name === 'id')
  const other = keys.find((column) => column !== own)
  if (own === undefined || other === undefined) return
  report(
    diagnostic(
      'ORM1031',
      other.parsed.range,
      `"${other.parsed.property}" is a key beside ${own.parsed.builder.name}() "${own.parsed.property}"`,
      `drop one of them, or write bigint().unsigned().primary() for "${own.parsed.property}"`,
    ),
  )
}
