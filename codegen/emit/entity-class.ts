import type { ColumnModel, EntityModel } from '../model/index.js'
import { columnRole, isMutable } from './column-facts.js'
import { docComment } from './doc-comment.js'
import { type Block, spaced } from './lines.js'
import { readType, referenceType, writtenType } from './typescript-type.js'

/** `class UserEntity`: a typed face of what the runtime keeps. */
export function entityClass(entity: EntityModel): Block[] {
  const { name, className } = entity
  const accessors = entity.columns.map((column, index) => accessor(column, index, entity))
  return [
    ...docComment(entity.doc ?? `A row of \`${entity.table}\`.`),
    `export class ${className} extends Entity<${name}Types> {`,
    spaced([
      ['static override readonly table = defineTable(definition())'],
      [`constructor(input: ${name}Input) {`, [`super(${className}.table, input)`], '}'],
      ...accessors,
    ]),
    '}',
  ]
}

/** Getter and setters of one column. */
function accessor(column: ColumnModel, index: number, entity: EntityModel): Block[] {
  const { property, reference } = column
  const read = readType(column, entity)
  const mutable = isMutable(column, entity)
  const written = mutable ? writtenType(column) : undefined
  return [
    ...docComment(column.doc, note(column, entity)),
    `get ${property}(): ${read} {`,
    [`return this.$get(${index}) as ${read}`],
    '}',
    ...(written === undefined ? [] : setter(property, written, `this.$set(${index}, value)`)),
    ...(reference === undefined || !mutable
      ? []
      : setter(reference.property, referenceType(column, reference.entity), `this.$setReference(${index}, value)`)),
  ]
}

function setter(property: string, type: string, statement: string): Block[] {
  return [`set ${property}(value: ${type}) {`, [statement], '}']
}

/** What a reader must know of the value beyond its type. */
function note(column: ColumnModel, entity: EntityModel): string | undefined {
  const role = columnRole(column, entity)
  switch (role) {
    case 'sequence':
      return 'Known as soon as `flushLazy` has resolved; reading it earlier throws IdNotAssignedError.'
    case 'autoIncrement':
      return 'Assigned by MySQL: undefined until the row was written and read back.'
    case 'uuid':
      return 'A UUIDv7, made with the object.'
    case 'version':
      return 'Changes with each flush: a flush of an older state becomes a dead letter.'
    case 'generated':
      return 'Computed by MySQL: undefined until the row was loaded.'
    case 'key':
    case 'plain':
      return column.softDelete ? 'Set by `deleteLazy`; loads leave such rows out.' : undefined
  }
}
