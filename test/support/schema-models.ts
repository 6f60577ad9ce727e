import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readEntities } from '../../codegen/index.js'
import type { EntityModel } from '../../codegen/model/index.js'

/** The models of a schema file in test/support/schemas. Throws where it has a problem. */
export function schemaModels(name: string): readonly EntityModel[] {
  const path = fileURLToPath(new URL(`./schemas/${name}.ts`, import.meta.url))
  return modelsOf(readFileSync(path, 'utf8'), `${name}.ts`)
}

/** The models of the committed `schemas/`, whose classes are in `generated/`. */
export function shopModels(): readonly EntityModel[] {
  const folder = new URL('../../schemas/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  return modelsOfFiles(
    names.map((name) => ({ path: `schemas/${name}`, text: readFileSync(new URL(name, folder), 'utf8') })),
  )
}

export function modelsOf(text: string, path = 'schema.ts'): readonly EntityModel[] {
  return modelsOfFiles([{ path, text }])
}

function modelsOfFiles(files: readonly { readonly path: string; readonly text: string }[]): readonly EntityModel[] {
  const { entities, diagnostics } = readEntities(files)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return entities
}

export function modelNamed(models: readonly EntityModel[], name: string): EntityModel {
  const model = models.find((candidate) => candidate.name === name)
  if (model === undefined) throw new Error(`no entity ${name}`)
  return model
}
