import type { EntityModel } from '../model/index.js'
import { isMutable, isNumeric } from './column-facts.js'
import { docComment } from './doc-comment.js'
import type { Block } from './lines.js'
import { quoted } from './literal.js'
import { keyType, readType } from './typescript-type.js'

/** `interface UserColumns`: every column as it reads. */
export function columnsInterface(entity: EntityModel): Block[] {
  return [
    ...docComment(`Every column of ${entity.name} as it reads.`),
    `export interface ${entity.name}Columns {`,
    entity.columns.map((column) => `${column.property}: ${readType(column, entity)}`),
    '}',
  ]
}

/** `interface UserTypes`: what types the calls that the class inherits. */
export function typesInterface(entity: EntityModel): Block[] {
  const { name } = entity
  const numeric = entity.columns.filter((column) => isNumeric(column, entity))
  return [
    ...docComment(`The types behind the calls that ${entity.className} inherits.`),
    `export interface ${name}Types {`,
    [
      `key: ${keyType(entity)}`,
      `input: ${name}Input`,
      `patch: ${patchType(entity)}`,
      `numeric: ${union(numeric.map((column) => column.property))}`,
      `columns: ${name}Columns`,
    ],
    '}',
  ]
}

function patchType(entity: EntityModel): string {
  const fixed = entity.columns.filter((column) => !isMutable(column, entity)).map((column) => column.property)
  const columns = `${entity.name}Columns`
  return fixed.length === 0 ? `Partial<${columns}>` : `Partial<Omit<${columns}, ${union(fixed)}>>`
}

const union = (names: readonly string[]) => (names.length === 0 ? 'never' : names.map(quoted).join(' | '))
