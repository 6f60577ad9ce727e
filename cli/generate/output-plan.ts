import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isGenerated } from '../../codegen/emit/header.js'
import type { GeneratedFile } from '../../codegen/emit/options.js'

/** What is to be done with one file of the output folder; `before` is what stands there now. */
export type FileAction =
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  | { readonly kind: 'update'; readonly path: string; readonly text: string; readonly before: string }
  | { readonly kind: 'unchanged'; readonly path: string }
  | { readonly kind: 'remove'; readonly path: string; readonly before: string }
  /** Somebody else's file stands in the way; it is left alone. */
  | { readonly kind: 'foreign'; readonly path: string }

/** Compares what was generated with what stands in `out`. Paths are relative to `cwd`. */
export async function planOutput(files: readonly GeneratedFile[], out: string, cwd: string): Promise<FileAction[]> {
  const wanted = new Set(files.map(({ path }) => path))
  const actions = await planFiles(files, cwd)
  const others = (await filesIn(out, cwd)).filter((path) => !wanted.has(path))
  const removals = await Promise.all(others.map((path) => planRemoval(path, cwd)))
  return [...actions, ...removals.filter((action) => action !== undefined)]
}

/** The same, without a look at what else stands there. */
export function planFiles(files: readonly GeneratedFile[], cwd: string): Promise<FileAction[]> {
  return Promise.all(files.map((file) => planFile(file, cwd)))
}

/** Whether anything is to be done. */
export const isStale = (actions: readonly FileAction[]) => actions.some(({ kind }) => kind !== 'unchanged')

async function planFile({ path, text }: GeneratedFile, cwd: string): Promise<FileAction> {
  const before = await readIfThere(join(cwd, path))
  if (before === undefined) return { kind: 'create', path, text }
  if (before === text) return { kind: 'unchanged', path }
  return isGenerated(before) ? { kind: 'update', path, text, before } : { kind: 'foreign', path }
}

async function planRemoval(path: string, cwd: string): Promise<FileAction | undefined> {
  const before = await readIfThere(join(cwd, path))
  return before !== undefined && isGenerated(before) ? { kind: 'remove', path, before } : undefined
}

/** TypeScript files directly in the output folder. */
async function filesIn(out: string, cwd: string): Promise<readonly string[]> {
  const names = await readdir(join(cwd, out)).catch(() => [])
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${out}/${name}`)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
