import { diagnostic } from '../../diagnostics/index.js'
import type { EntityModel } from '../../model/index.js'
import type { SchemaRule } from '../draft.js'

/** A foreign key stays on one server, and joins columns that MySQL can compare. */
export const referenceTargets: SchemaRule = (subjects, report) => {
  const entities = new Map(subjects.map(({ model }) => [model.name, model]))
  for (const { model, columns } of subjects) {
    for (const { property, type, reference } of model.columns) {
      const target = reference?.foreignKey ? entities.get(reference.entity) : undefined
      const range = columns.get(property)?.parsed.builder.range
      if (reference === undefined || target === undefined || range === undefined) continue
      if (target.pool !== model.pool) {
        const message = `"${reference.property}" leads from pool "${model.pool}" to pool "${target.pool}"`
        report(diagnostic('ORM1045', range, message, 'add .noForeignKey(): a foreign key cannot leave its server'))
      } else if (isText(type.kind) && textRules(model) !== textRules(target)) {
        const message = `"${reference.property}" compares ${textRules(model)} with ${textRules(target)}`
        report(diagnostic('ORM1046', range, message, 'give both entities the same charset and collation'))
      }
    }
  }
}

const isText = (kind: string) => kind === 'char' || kind === 'varchar' || kind === 'enum' || kind === 'set'

const textRules = ({ charset, collation }: EntityModel) => collation ?? `${charset} with its default collation`
