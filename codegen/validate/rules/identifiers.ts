import { diagnostic } from '../../diagnostics/index.js'
import type { SourceRange } from '../../model/index.js'
import type { Report, Rule } from '../draft.js'
import { keyRanges } from '../key-ranges.js'
import { isPropertyName } from './property-names.js'

const MAX_LENGTH = 64

/** Names of tables, columns and keys are such that MySQL takes them, and no column is named twice. */
export const identifiers: Rule = (subject, report) => {
  const { draft, model, columns } = subject
  const tableRange = draft.parsed.table?.range ?? draft.parsed.range
  checkIdentifier('table', model.table, tableRange, report)
  if (model.table.toLowerCase().startsWith('orm_lazy_')) {
    const hint = 'choose another name: tables that start with orm_lazy_ hold the bookkeeping'
    report(diagnostic('ORM1014', tableRange, `table "${model.table}" belongs to orm-gen itself`, hint))
  }
  const seen = new Map<string, string>()
  for (const { column, property } of model.columns) {
    const range = columns.get(property)?.parsed.range ?? draft.parsed.range
    if (isPropertyName(property)) checkIdentifier('column', column, range, report)
    const rival = seen.get(column.toLowerCase())
    if (rival !== undefined && rival !== property) {
      const hint = "rename one of them, or give it another column with .column('name')"
      report(diagnostic('ORM1015', range, `"${rival}" and "${property}" lead to the column "${column}"`, hint))
    }
    seen.set(column.toLowerCase(), property)
  }
  for (const key of keyRanges(subject)) checkIdentifier('key', key.model.name, key.range, report)
}

function checkIdentifier(what: string, name: string, range: SourceRange, report: Report): void {
  const fault = identifierFault(name)
  if (fault === undefined) return
  report(diagnostic('ORM1014', range, `${what} "${name}" ${fault}`, `choose another name for the ${what}`))
}

function identifierFault(name: string): string | undefined {
  if (name === '') return 'has no name'
  if (name.length > MAX_LENGTH) return `is ${name.length} characters long; MySQL allows ${MAX_LENGTH}`
  if (name.endsWith(' ')) return 'ends with a space'
  return /[\0\u{10000}-\u{10ffff}]/u.test(name) ? 'holds a character that MySQL does not take in names' : undefined
}
