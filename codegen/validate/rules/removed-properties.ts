import { diagnostic } from '../../diagnostics/index.js'
import type { Rule } from '../draft.js'

/** What is gone is no property of today, under a present or a former name. */
export const removedProperties: Rule = ({ draft, model }, report) => {
  const taken = new Map<string, string>()
  for (const { property, reference, renamedFrom } of model.columns) {
    for (const name of renamedFrom ?? []) taken.set(name, `is a former name of "${property}"`)
    for (const name of [property, ...(reference ? [reference.property] : [])])
      taken.set(name, 'is a property of the entity now')
  }
  for (const { name, range } of draft.options.removed) {
    const why = taken.get(name)
    if (why !== undefined) {
      const hint = 'name properties that the entity no longer has'
      report(diagnostic('ORM1066', range, `removed property "${name}" ${why}`, hint))
    }
  }
}
