import { diagnostic } from '../../diagnostics/index.js'
import type { SchemaRule } from '../draft.js'

/** A foreign key stays on one server. */
export const referenceTargets: SchemaRule = (subjects, report) => {
  const entities = new Map(subjects.map(({ model }) => [model.name, model]))
  for (const { model, columns } of subjects) {
    for (const { property, reference } of model.columns) {
      const target = reference?.foreignKey ? entities.get(reference.entity) : undefined
      const range = columns.get(property)?.parsed.builder.range
      if (reference === undefined || target === undefined || range === undefined) continue
      if (target.pool === model.pool) continue
      const message = `"${reference.property}" leads from pool "${model.pool}" to pool "${target.pool}"`
      report(diagnostic('ORM1045', range, message, 'add .noForeignKey(): a foreign key cannot leave its server'))
    }
  }
}
