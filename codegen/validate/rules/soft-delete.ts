import { diagnostic } from '../../diagnostics/index.js'
import type { ColumnDraft, Report, Rule, Subject } from '../draft.js'

/** A soft delete needs a column that is NULL while the row lives; there is one, and unique values stay taken. */
export const softDelete: Rule = (subject, report) => {
  const marked = subject.draft.columns.filter((column) => column.softDelete)
  for (const column of marked) checkColumn(column, report)
  const [first, second] = marked
  if (second !== undefined) report(moreThanOne(second))
  if (first !== undefined) warnOfUniques(first, subject, report)
}

function checkColumn(column: ColumnDraft, report: Report): void {
  const range = modifierRange(column)
  const { property } = column.parsed
  if (!column.nullable) {
    const hint = 'write datetime().nullable().softDelete(): NULL means that the row lives'
    report(diagnostic('ORM1060', range, `softDelete column "${property}" is not nullable`, hint))
  }
  const filled =
    column.default !== undefined || column.defaultNow || column.onUpdateNow || column.generated !== undefined
  if (!filled) return
  const hint = 'drop the other modifier: only deleteLazy sets the time'
  report(diagnostic('ORM1060', range, `softDelete column "${property}" gets a value in other ways`, hint))
}

function moreThanOne(column: ColumnDraft) {
  const message = `"${column.parsed.property}" is a second softDelete column`
  return diagnostic('ORM1061', modifierRange(column), message, 'keep one of them')
}

function warnOfUniques(column: ColumnDraft, { model }: Subject, report: Report): void {
  const [unique] = model.uniques
  if (unique === undefined) return
  report(
    diagnostic(
      'ORM1064',
      modifierRange(column),
      `a deleted row keeps its unique values (${unique.properties.join(', ')})`,
      'to set them free, put the unique key on a generated column that is NULL where the row is deleted',
    ),
  )
}

const modifierRange = ({ parsed }: ColumnDraft) =>
  parsed.modifiers.find(({ name }) => name === 'softDelete')?.range ?? parsed.range
