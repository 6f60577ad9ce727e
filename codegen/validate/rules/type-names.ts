import { diagnostic } from '../../diagnostics/index.js'
import type { Rule } from '../draft.js'

/** What each generated module declares or imports from the runtime. */
const RUNTIME_NAMES = ['Entity', 'TableDefinition', 'defineTable', 'definition', 'sql'] as const

/** Types of JSON columns do not clash with the names that the generated module declares or imports. */
export const typeNames: Rule = ({ draft, model, columns }, report) => {
  const own = ['Columns', 'Input', 'Types'].map((suffix) => `${model.name}${suffix}`)
  const referenced = model.columns.flatMap((column) => (column.reference ? [`${column.reference.entity}Entity`] : []))
  const taken = new Set([...RUNTIME_NAMES, model.className, ...own, ...referenced])
  for (const { property, jsonType } of model.columns) {
    const range = columns.get(property)?.jsonType?.range ?? draft.parsed.range
    for (const { name } of jsonType?.imports ?? []) {
      if (!taken.has(name)) continue
      const hint = `import it under another name: import type { ${name} as Other } from '...'`
      report(diagnostic('ORM1082', range, `the generated module has a "${name}" of its own`, hint))
    }
  }
}
