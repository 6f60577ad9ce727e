import type { EntityModel } from '../model/index.js'
import { docComment } from './doc-comment.js'
import { header } from './header.js'
import { modulePath } from './imports.js'
import { render, spaced } from './lines.js'
import { quoted } from './literal.js'
import type { EmitOptions, GeneratedFile } from './options.js'

/** `generated/index.ts`: every entity class with its types, and the list that an engine takes. */
export function indexModule(entities: readonly EntityModel[], options: EmitOptions): GeneratedFile {
  const from = ({ name }: EntityModel) => quoted(modulePath(name, options.importExtension))
  const text = render(
    spaced([
      [header(options.origin), ...entities.map((entity) => `import { ${entity.className} } from ${from(entity)}`)],
      entities.map(
        (entity) =>
          `export { ${entity.className}, type ${entity.name}Columns, type ${entity.name}Input } from ${from(entity)}`,
      ),
      [
        ...docComment('Every entity: what `createEngine` takes.'),
        'export const entities = [',
        entities.map((entity) => `${entity.className},`),
        '] as const',
      ],
    ]),
  )
  return { path: `${options.out}/index.ts`, text }
}
