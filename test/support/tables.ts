import { render } from '../../codegen/emit/lines.js'
import { tableLiteral } from '../../codegen/emit/table-literal.js'
import type { EntityModel } from '../../codegen/model/index.js'
import { defineTable, type Table } from '../../runtime/entity/index.js'

/** The tables as the generated modules of these models define them. */
export function tablesOf(models: readonly EntityModel[]): readonly Table[] {
  return models.map((model) => {
    const text = render(tableLiteral(model))
    return new Function('defineTable', `${text}; return table`)(defineTable) as Table
  })
}
