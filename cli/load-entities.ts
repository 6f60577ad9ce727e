import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { EntityClass } from '../runtime/entity/index.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

const INDEX_FILES = ['index.js', 'index.mjs', 'index.ts', 'index.mts']

/**
 * The entity classes of a module: its export `entities`, or its default export. A folder stands for its index. TypeScript
 * loads as Node can by itself, else through tsx where the project has it. Throws UsageError.
 */
export async function loadEntities(given: string, { cwd }: Terminal): Promise<readonly EntityClass[]> {
  const path = findModule(resolve(cwd, given), given)
  const loaded = await importModule(path, given, cwd)
  // In a package without "type": "module", tsx makes CommonJS of TypeScript: all exports are those of the default then.
  const { entities, default: all } = loaded
  const list = [entities, all, (all as Record<string, unknown> | undefined)?.entities].find(isEntityList)
  if (list !== undefined) return list
  throw new UsageError(`${given} exports no entities`, {
    remedy: "give the generated index, or a module with: export { entities } from './generated/index.js'",
  })
}

function findModule(path: string, given: string): string {
  if (!existsSync(path)) {
    throw new UsageError(`there is no ${given}`, { remedy: 'orm-gen generate writes generated/index.ts' })
  }
  if (!statSync(path).isDirectory()) return path
  const index = INDEX_FILES.map((name) => join(path, name)).find((candidate) => existsSync(candidate))
  if (index !== undefined) return index
  throw new UsageError(`${given} has no ${INDEX_FILES.join(', ')}`, { remedy: 'name the module itself' })
}

async function importModule(path: string, given: string, cwd: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(path).href
  try {
    return await import(url)
  } catch (error) {
    if (!/\.[mc]?ts$/.test(extname(path)) || !needsTypeScript(error)) throw broken(given, error)
    await registerTsx(given, cwd, error)
    // Under its own URL, as Node remembers that the other could not be loaded.
    return import(`${url}?tsx`).catch((cause: unknown) => {
      throw broken(given, cause)
    })
  }
}

/** Node without TypeScript, or with it and looking for `./user.js`, which is `./user.ts`. */
function needsTypeScript(error: unknown): boolean {
  const { code, message, url } = error as NodeJS.ErrnoException & { readonly url?: string }
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' || code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return true
  const missing = url === undefined ? /Cannot find module '(.+?)'/.exec(message)?.[1] : fileURLToPath(url)
  return code === 'ERR_MODULE_NOT_FOUND' && missing !== undefined && existsSync(missing.replace(/js$/, 'ts'))
}

async function registerTsx(given: string, cwd: string, cause: unknown): Promise<void> {
  const apis = findTsx(cwd)
  if (apis === undefined) {
    throw new UsageError(`${given} is TypeScript, and this Node cannot load it`, {
      remedy: 'npm install -D tsx, or compile it and give the .js',
      cause,
    })
  }
  for (const api of apis) {
    const { register } = (await import(pathToFileURL(api).href)) as { register: () => void }
    register()
  }
}

/** What registers it for `require` and for `import`, by the paths of its ESM files: `resolve` would give others. */
function findTsx(cwd: string): readonly string[] | undefined {
  try {
    const description = createRequire(join(cwd, 'package.json')).resolve('tsx/package.json')
    const { exports } = JSON.parse(readFileSync(description, 'utf8'))
    return ['./cjs/api', './esm/api'].map((name) => join(dirname(description), exports[name].import.default))
  } catch {
    return undefined
  }
}

function broken(given: string, cause: unknown): UsageError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
  return new UsageError(`${given} cannot be loaded: ${reason}`, { remedy: 'orm-gen generate writes it anew', cause })
}

function isEntityList(value: unknown): value is readonly EntityClass[] {
  return Array.isArray(value) && value.length > 0 && value.every((entity) => entity?.table?.definition !== undefined)
}
