import { diagnostic } from '../../diagnostics/index.js'
import { defaultFault } from '../default/default-fault.js'
import type { Rule } from '../draft.js'

/** Each default is a value that the column can hold, of the column's TypeScript type. */
export const defaultValue: Rule = ({ model, columns }, report) => {
  for (const column of model.columns) {
    const written = columns.get(column.property)?.default
    if (written === undefined || written.kind === 'unreadable') continue
    if (column.default === undefined || !('value' in column.default)) continue
    const fault = written.kind === 'target' ? 'must be a literal' : defaultFault(column, column.default.value)
    if (fault === undefined) continue
    report(diagnostic('ORM1050', written.range, `the default of "${column.property}" ${fault}`, HINT))
  }
}

const HINT = 'write a value that the column can hold, or .nullable() for no value'
