import { diagnostic } from '../../diagnostics/index.js'
import { RESERVED_PROPERTIES, type SourceRange } from '../../model/index.js'
import type { ParsedColumn } from '../../read/index.js'
import type { Report, Rule } from '../draft.js'

/** Every property of the class is an identifier of its own, and none hides what the class needs. */
export const propertyNames: Rule = ({ draft, model }, report) => {
  if (reportRepeated(draft.parsed.columns, report)) return
  const seen = new Map<string, string>()
  for (const parsed of draft.parsed.columns) checkName(parsed.property, parsed.range, report)
  for (const column of model.columns) {
    const owner = draft.columns.find(
      ({ parsed }) => parsed.property === (column.reference?.property ?? column.property),
    )
    const range = owner?.parsed.range ?? draft.parsed.range
    const names = column.reference === undefined ? [column.property] : [column.reference.property, column.property]
    for (const name of names) {
      const rival = seen.get(name)
      if (rival !== undefined) report(duplicate(name, rival, range))
      seen.set(name, names[0]!)
    }
  }
}

export const isPropertyName = (name: string) => /^[A-Za-z_$][\w$]*$/.test(name)

function checkName(name: string, range: SourceRange, report: Report): void {
  if (!isPropertyName(name)) {
    const hint = 'use letters, digits and underscores, and keep the column with .column()'
    report(diagnostic('ORM1018', range, `"${name}" is not a name that a property can have`, hint))
  } else if (RESERVED_PROPERTIES.has(name) || name.startsWith('$')) {
    const hint = `choose another name and keep the column with .column('${name}')`
    report(diagnostic('ORM1017', range, `the entity class needs "${name}" itself`, hint))
  }
}

function duplicate(name: string, rival: string, range: SourceRange) {
  const hint =
    rival === name
      ? 'rename one of them'
      : `the reference "${rival}" makes "${name}" too: rename one of them, and keep the column with .column()`
  return diagnostic('ORM1016', range, `two columns make the property "${name}"`, hint)
}

/** Whether a property is written twice in the object literal, of which JavaScript would keep the last. */
function reportRepeated(columns: readonly ParsedColumn[], report: Report): boolean {
  const seen = new Set<string>()
  for (const { property, range } of columns) {
    if (seen.has(property)) report(diagnostic('ORM1016', range, `"${property}" is written twice`, 'keep one of them'))
    seen.add(property)
  }
  return seen.size < columns.length
}
