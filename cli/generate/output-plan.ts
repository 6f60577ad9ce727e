import { existsSync, readdirSync, readFileSync } from 'node:fs'
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
export function planOutput(files: readonly GeneratedFile[], out: string, cwd: string): readonly FileAction[] {
  const standing = readOutput(out, cwd)
  const actions = files.map((file) => planFile(file, standing.get(file.path)))
  const wanted = new Set(files.map(({ path }) => path))
  for (const [path, before] of standing) {
    if (!wanted.has(path) && isGenerated(before)) actions.push({ kind: 'remove', path, before })
  }
  return actions
}

/** The same, without a look at what else stands there. */
export function planFiles(files: readonly GeneratedFile[], cwd: string): readonly FileAction[] {
  return files.map((file) => {
    const path = join(cwd, file.path)
    return planFile(file, existsSync(path) ? readFileSync(path, 'utf8') : undefined)
  })
}

/** Whether anything is to be done. */
export const isStale = (actions: readonly FileAction[]) => actions.some(({ kind }) => kind !== 'unchanged')

function planFile({ path, text }: GeneratedFile, before: string | undefined): FileAction {
  if (before === undefined) return { kind: 'create', path, text }
  if (before === text) return { kind: 'unchanged', path }
  return isGenerated(before) ? { kind: 'update', path, text, before } : { kind: 'foreign', path }
}

/** The texts of the TypeScript files in the output folder, by path from `cwd`. */
function readOutput(out: string, cwd: string): ReadonlyMap<string, string> {
  return new Map(listOutput(out, cwd).map((path) => [path, readFileSync(join(cwd, path), 'utf8')]))
}

/** The TypeScript files directly in the output folder, as paths from `cwd`; [] where there is no such folder. */
export function listOutput(out: string, cwd: string): readonly string[] {
  const folder = join(cwd, out)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ name }) => `${out}/${name}`)
}
