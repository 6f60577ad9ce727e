import { type EntityModel, toKebabCase } from '../model/index.js'
import { entityClass } from './entity-class.js'
import { header } from './header.js'
import { importDeclarations } from './imports.js'
import { inputInterface } from './input-interface.js'
import { render, spaced } from './lines.js'
import type { EmitOptions, GeneratedFile } from './options.js'
import { tableLiteral } from './table-literal.js'
import { columnsInterface, typesInterface } from './types-interface.js'

/** `generated/user.ts` */
export function entityModule(entity: EntityModel, options: EmitOptions): GeneratedFile {
  const text = render(
    spaced([
      [header(entity.position.file), ...importDeclarations(entity, options)],
      tableLiteral(entity),
      inputInterface(entity),
      columnsInterface(entity),
      typesInterface(entity),
      entityClass(entity),
    ]),
  )
  return { path: `${options.out}/${toKebabCase(entity.name)}.ts`, text }
}
