import { diagnostic } from '../../diagnostics/index.js'
import { bytesPerCharacter, rowBytes } from '../column-bytes.js'
import type { Rule } from '../draft.js'

const MAX_ROW_BYTES = 65_535
const MAX_COLUMNS = 1_017
const MAX_KEYS = 64

/** The table keeps to the limits of MySQL and InnoDB. */
export const tableSize: Rule = ({ draft, model, columns }, report) => {
  const { range } = draft.parsed
  for (const { property, type } of model.columns) {
    if (type.kind !== 'varchar' || columns.get(property)?.reference !== undefined) continue
    const max = Math.floor(MAX_ROW_BYTES / bytesPerCharacter(model))
    const call = columns.get(property)?.parsed.builder
    if (type.length <= max || call === undefined) continue
    const message = `varchar column "${property}" has length ${type.length}`
    const hint = `choose a length from 1 to ${max.toLocaleString('en')} for ${model.charset}, or text()`
    report(diagnostic('ORM1013', call.range, message, hint))
    return
  }
  const nulls = Math.ceil(model.columns.filter((column) => column.nullable).length / 8)
  const bytes = model.columns.reduce((sum, column) => sum + rowBytes(column.type, model), nulls)
  if (bytes > MAX_ROW_BYTES) {
    const message = `a row of "${model.name}" takes up to ${bytes.toLocaleString('en')} bytes`
    report(diagnostic('ORM1070', range, message, 'MySQL allows 65,535: shorten columns, or use text() for long ones'))
  }
  if (model.columns.length > MAX_COLUMNS) {
    const message = `"${model.name}" has ${model.columns.length} columns`
    report(diagnostic('ORM1070', range, message, 'InnoDB allows 1,017: move some to another entity'))
  }
  const keys = model.uniques.length + model.indexes.length
  if (keys > MAX_KEYS) {
    const message = `"${model.name}" has ${keys} secondary keys`
    report(diagnostic('ORM1070', range, message, 'InnoDB allows 64: drop those that no query needs'))
  }
}
