import { diagnostic } from '../../diagnostics/index.js'
import type { Rule } from '../draft.js'

/** `set null` needs a column that takes NULL. */
export const referenceActions: Rule = ({ model, columns }, report) => {
  for (const { property, nullable, reference } of model.columns) {
    if (reference === undefined || nullable) continue
    for (const on of ['onDelete', 'onUpdate'] as const) {
      if (reference[on] !== 'set null') continue
      const parsed = columns.get(property)?.parsed
      const range = parsed?.modifiers.find(({ name }) => name === on)?.range ?? parsed?.range
      if (range === undefined) continue
      const hint = `add .nullable(), or write ${on}('restrict') or ${on}('cascade')`
      report(diagnostic('ORM1044', range, `"${reference.property}" is set to NULL, which it does not take`, hint))
    }
  }
}
