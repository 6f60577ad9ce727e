import { diagnostic } from '../diagnostics/index.js'
import type { ParsedEntity, ParsedFile } from '../read/index.js'
import type { EntityDraft, Report } from './draft.js'
import { interpretColumn } from './interpret-column.js'
import { interpretOptions } from './interpret-options.js'

/** Understands one entity. Undefined, and reported, where it has no table. */
export function interpretEntity(file: ParsedFile, parsed: ParsedEntity, report: Report): EntityDraft | undefined {
  if (!parsed.exported) {
    report(
      diagnostic(
        'ORM1006',
        parsed.range,
        `entity "${parsed.name}" is not exported`,
        `write \`export const ${parsed.name}\``,
      ),
    )
  }
  const columns = parsed.columns.flatMap((column) => interpretColumn(column, report) ?? [])
  const options = interpretOptions(parsed.options, report)
  if (parsed.table?.kind !== 'string') {
    if (parsed.table?.kind !== 'unreadable') {
      const range = parsed.table?.range ?? parsed.callRange
      report(diagnostic('ORM1007', range, 'the entity names no table', "write defineEntity('users', { ... })"))
    }
    return undefined
  }
  return { file, parsed, table: parsed.table.value, columns, options }
}
