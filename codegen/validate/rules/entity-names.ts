import { diagnostic } from '../../diagnostics/index.js'
import { poolsOf, toKebabCase } from '../../model/index.js'
import type { SchemaRule } from '../draft.js'

/** Over all files: names, tables and generated files are each used once. */
export const entityNames: SchemaRule = (subjects, report) => {
  const names = new Set<string>()
  const tables = new Map<string, string>()
  const files = new Map<string, string>([['index', 'the index of all entities']])
  for (const { draft, model } of subjects) {
    const { range, table } = draft.parsed
    if (names.has(model.name)) {
      report(diagnostic('ORM1010', range, `there is another entity "${model.name}"`, 'rename one of them'))
      continue
    }
    names.add(model.name)
    const places = poolsOf(model).map((pool) => `${pool}/${model.table.toLowerCase()}`)
    const owner = places.map((place) => tables.get(place)).find((name) => name !== undefined)
    if (owner !== undefined) {
      const message = `table "${model.table}" is that of entity "${owner}"`
      report(diagnostic('ORM1011', table?.range ?? range, message, 'give one of them another table'))
    }
    for (const place of places) tables.set(place, model.name)
    const file = toKebabCase(model.name)
    const rival = files.get(file)
    if (rival !== undefined) {
      report(diagnostic('ORM1080', range, `${file}.ts is the file of ${rival}`, 'rename the entity'))
    }
    files.set(file, `entity "${model.name}"`)
  }
}
