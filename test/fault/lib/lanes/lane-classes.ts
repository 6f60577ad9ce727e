import type { EntityModel } from '../../../../codegen/model/index.js'
import { Entity, type EntityClass } from '../../../../runtime/entity/index.js'
import { tablesOf } from '../../../support/tables.js'

interface LaneTypes {
  key: bigint
  input: { id: bigint; change: number }
  patch: { change?: number }
  numeric: 'change'
  columns: { id: bigint; change: number }
}

/** A row whose last change has this number; changes are counted from 1. */
export type LaneRow = Entity<LaneTypes> & { change: number }

export type LaneClass = EntityClass & (new (input: LaneTypes['input']) => LaneRow)

/** What the generator would write; a child gets the models, so that it need not read the schema. */
export function laneClasses(models: readonly EntityModel[]): readonly LaneClass[] {
  return tablesOf(models).map((table) => {
    const { index } = table.byProperty.get('change')!
    class Row extends Entity<LaneTypes> {
      static override readonly table = table

      constructor(input: LaneTypes['input']) {
        super(table, input)
      }

      get change(): number {
        return this.$get(index) as number
      }
      set change(value: number) {
        this.$set(index, value)
      }
    }
    return Row as unknown as LaneClass
  })
}
