import { posix } from 'node:path'
import { type EntityModel, type TypeImport, toKebabCase } from '../model/index.js'
import { quoted } from './literal.js'
import type { EmitOptions, ImportExtension } from './options.js'

/** The import declarations of an entity's module: the runtime, referenced entities, types of JSON columns. */
export function importDeclarations(entity: EntityModel, options: EmitOptions): readonly string[] {
  return [
    "import { defineTable, Entity, type TableDefinition } from 'orm-gen'",
    ...jsonTypeImports(entity, options),
    ...referencedEntities(entity).map(
      (name) => `import type { ${name}Entity } from ${quoted(modulePath(name, options.importExtension))}`,
    ),
  ]
}

/** Where a generated module is, seen from the others. */
export function modulePath(entity: string, extension: ImportExtension): string {
  return `./${toKebabCase(entity)}${suffix(extension)}`
}

function referencedEntities(entity: EntityModel): readonly string[] {
  const names = new Set(entity.columns.flatMap((column) => column.reference?.entity ?? []))
  names.delete(entity.name)
  return [...names].sort()
}

function jsonTypeImports(entity: EntityModel, options: EmitOptions): readonly string[] {
  const declarations = entity.columns
    .flatMap((column) => column.jsonType?.imports ?? [])
    .map((type) => `import type ${binding(type)} from ${quoted(specifier(type, options))}`)
  return [...new Set(declarations)].sort()
}

function binding({ name, imported }: TypeImport): string {
  if (imported === undefined) return `{ ${name} }`
  if (imported === 'default') return name
  return imported === '*' ? `* as ${name}` : `{ ${imported} as ${name} }`
}

function specifier({ from, origin }: TypeImport, options: EmitOptions): string {
  if (origin === 'package') return from
  const relative = posix.relative(options.out, from.replace(/\.(?:[cm]?[jt]s)$/, ''))
  return (relative.startsWith('.') ? relative : `./${relative}`) + suffix(options.importExtension)
}

const suffix = (extension: ImportExtension) => (extension === 'none' ? '' : `.${extension}`)
