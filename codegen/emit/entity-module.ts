import { type EntityModel, toKebabCase } from '../model/index.js'
import { entityClass } from './entity-class.js'
import { header } from './header.js'
import { importDeclarations } from './imports.js'
import { inputInterface } from './input-interface.js'
import { render, spaced } from './lines.js'
import type { EmitOptions, GeneratedFile } from './options.js'
import { definitionFunction, sqlFunction } from './table-functions.js'
import { columnsInterface, typesInterface } from './types-interface.js'

/** `generated/user.ts`: what a reader looks for comes first, the statements last. */
export function entityModule(entity: EntityModel, options: EmitOptions): GeneratedFile {
  const text = render(
    spaced([
      [header(entity.position.file), ...importDeclarations(entity, options)],
      inputInterface(entity),
      columnsInterface(entity),
      typesInterface(entity),
      entityClass(entity),
      definitionFunction(entity),
      sqlFunction(entity),
    ]),
  )
  return { path: `${options.out}/${toKebabCase(entity.name)}.ts`, text }
}
