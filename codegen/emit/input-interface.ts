import type { ColumnModel, EntityModel } from '../model/index.js'
import { isInput, isOptional } from './column-facts.js'
import { docComment } from './doc-comment.js'
import type { Block } from './lines.js'
import { referenceType, writtenType } from './typescript-type.js'

/** `interface UserInput`: what the constructor takes. */
export function inputInterface(entity: EntityModel): Block[] {
  const members = entity.columns.filter((column) => isInput(column, entity))
  const name = `${entity.name}Input`
  const doc = docComment(`What a new ${entity.name} takes: no column that the database or orm-gen fills.`)
  if (members.length === 0) return [...doc, `export type ${name} = Record<never, never>`]
  return [...doc, `export interface ${name} {`, members.flatMap(member), '}']
}

function member(column: ColumnModel): Block[] {
  const optional = isOptional(column) ? '?' : ''
  const { reference } = column
  if (reference === undefined) {
    return [...docComment(column.doc), `${column.property}${optional}: ${writtenType(column)}`]
  }
  const type = referenceType(column, reference.entity)
  return [
    ...docComment(column.doc, `${article(reference.entity)} ${reference.entity} or its key.`),
    `${reference.property}${optional}: ${type}`,
  ]
}

const article = (noun: string) => (/^[AEIO]/.test(noun) ? 'An' : 'A')
