import { diagnostic } from '../../diagnostics/index.js'
import type { Rule } from '../draft.js'

/** A former name leads to one column, and is no name that an event could mean otherwise. */
export const renamedFrom: Rule = ({ draft, model, columns }, report) => {
  const current = new Set(
    model.columns.flatMap(({ property, reference }) => (reference ? [property, reference.property] : [property])),
  )
  const former = new Set<string>()
  for (const { property, renamedFrom: names } of model.columns) {
    const parsed = columns.get(property)?.parsed
    const range = parsed?.modifiers.find(({ name }) => name === 'renamedFrom')?.range ?? draft.parsed.range
    for (const name of names ?? []) {
      const taken = current.has(name) ? 'is a property of the entity now' : former.has(name) ? 'is claimed twice' : ''
      if (taken !== '') {
        const hint = 'name the former property of this column alone'
        report(diagnostic('ORM1065', range, `former name "${name}" of "${property}" ${taken}`, hint))
      }
      former.add(name)
    }
  }
}
