import { diagnostic } from '../../diagnostics/index.js'
import type { ColumnModel, EntityModel } from '../../model/index.js'
import type { SchemaRule } from '../draft.js'

/** A foreign key stays on one server. */
export const referenceTargets: SchemaRule = (subjects, report) => {
  const entities = new Map(subjects.map(({ model }) => [model.name, model]))
  for (const { model, columns } of subjects) {
    for (const column of model.columns) {
      const { property, reference } = column
      const target = reference?.foreignKey ? entities.get(reference.entity) : undefined
      const range = columns.get(property)?.parsed.builder.range
      if (reference === undefined || target === undefined || range === undefined) continue
      if (staysOnServer(model, column, target)) continue
      const message = `"${reference.property}" leads from ${placeOf(model)} to ${placeOf(target)}`
      report(diagnostic('ORM1045', range, message, 'add .noForeignKey(): a foreign key cannot leave its server'))
    }
  }
}

/** Of sharded tables it does where the shard key itself refers to the shard key of a table that is spread the same way. */
function staysOnServer(model: EntityModel, { property, reference }: ColumnModel, target: EntityModel): boolean {
  if (model.shards === undefined && target.shards === undefined) return model.pool === target.pool
  return (
    model.shards?.key === property &&
    target.shards?.key === reference?.targetProperty &&
    slotsOf(model) === slotsOf(target)
  )
}

/** Whatever the order in which the pools were written. */
function slotsOf({ shards }: EntityModel): string {
  return JSON.stringify(Object.entries(shards?.pools ?? {}).toSorted())
}

function placeOf({ pool, shards }: EntityModel): string {
  return shards === undefined ? `pool "${pool}"` : `the shards by "${shards.key}"`
}
