import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readEntities } from '../../codegen/index.js'
import type { EntityModel } from '../../codegen/model/index.js'

/** The models of a schema file in test/support/schemas. Throws where it has a problem. */
export function schemaModels(name: string): readonly EntityModel[] {
  const path = fileURLToPath(new URL(`./schemas/${name}.ts`, import.meta.url))
  return modelsOf(readFileSync(path, 'utf8'), `${name}.ts`)
}

export function modelsOf(text: string, path = 'schema.ts'): readonly EntityModel[] {
  const { entities, diagnostics } = readEntities([{ path, text }])
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return entities
}

export function modelNamed(models: readonly EntityModel[], name: string): EntityModel {
  const model = models.find((candidate) => candidate.name === name)
  if (model === undefined) throw new Error(`no entity ${name}`)
  return model
}
