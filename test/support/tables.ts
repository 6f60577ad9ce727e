import { render } from '../../codegen/emit/lines.js'
import { definitionFunction, sqlFunction } from '../../codegen/emit/table-functions.js'
import type { EntityModel } from '../../codegen/model/index.js'
import { defineTable, type Table } from '../../runtime/entity/index.js'

/** The tables as the generated modules of these models define them: their text is run, without its types. */
export function tablesOf(models: readonly EntityModel[]): readonly Table[] {
  return models.map((model) => {
    const text = render([...definitionFunction(model), ...sqlFunction(model)]).replace(/\(\): .* \{$/gm, '() {')
    return new Function('defineTable', `${text}; return defineTable(definition())`)(defineTable) as Table
  })
}
