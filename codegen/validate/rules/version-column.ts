import { diagnostic } from '../../diagnostics/index.js'
import type { ColumnDraft, Rule } from '../draft.js'

/** A version is a bigint that nobody but orm-gen writes; an entity has one. */
export const versionColumn: Rule = ({ draft, model }, report) => {
  const marked = draft.columns.filter((column) => column.version)
  for (const column of marked) {
    const fault = versionFault(
      column,
      model.uniques.concat(model.indexes).flatMap((key) => key.properties),
    )
    if (fault === undefined) continue
    const message = `version column "${column.parsed.property}" ${fault}`
    report(diagnostic('ORM1062', modifierRange(column), message, 'write bigint().unsigned().version()'))
  }
  const second = marked[1]
  if (second === undefined) return
  const message = `"${second.parsed.property}" is a second version column`
  report(diagnostic('ORM1061', modifierRange(second), message, 'keep one of them'))
}

function versionFault(column: ColumnDraft, keyed: readonly string[]): string | undefined {
  if (column.type?.kind === 'bigint' && column.type.as !== undefined) return 'is not read as bigint'
  if (column.nullable) return 'is nullable'
  if (column.primary || keyed.includes(column.parsed.property)) return 'is part of a key'
  if (column.default !== undefined || column.generated !== undefined) return 'gets a value in other ways'
  return undefined
}

const modifierRange = ({ parsed }: ColumnDraft) =>
  parsed.modifiers.find(({ name }) => name === 'version')?.range ?? parsed.range
