import { diagnostic } from '../../diagnostics/index.js'
import type { ColumnDraft, Rule } from '../draft.js'

/** What MySQL computes has no other source of its value. */
export const generatedColumn: Rule = ({ draft }, report) => {
  for (const column of draft.columns) {
    const call = column.parsed.modifiers.find(({ name }) => name === 'generatedAs')
    if (column.generated === undefined || call === undefined) continue
    const fault = generatedFault(column)
    if (fault === undefined) continue
    const message = `generated column "${column.parsed.property}" ${fault.what}`
    report(diagnostic('ORM1063', call.range, message, fault.hint))
  }
}

function generatedFault(column: ColumnDraft): { readonly what: string; readonly hint: string } | undefined {
  if (column.generated?.expression.trim() === '') {
    return { what: 'has no expression', hint: "write generatedAs('price * amount')" }
  }
  if (column.default !== undefined || column.defaultNow || column.onUpdateNow) {
    return { what: 'has a default too', hint: 'drop the default: MySQL computes the value' }
  }
  if (column.primary) return { what: 'is a primary key', hint: 'use a unique key instead' }
  return undefined
}
