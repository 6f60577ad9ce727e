import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OrmError } from '../../runtime/errors.js'
import type { FileAction } from './output-plan.js'

/** A file that orm-gen did not write stands where a generated one belongs. Nothing was written. */
export class ForeignFileError extends OrmError {
  readonly code = 'ORM3002'
  readonly path: string

  constructor(path: string) {
    super(`${path} was not written by orm-gen`, {
      remedy: 'move it away, or choose another folder with --out: files without our header are never replaced',
    })
    this.path = path
  }
}

/** Carries the plan out, the index last. Throws ForeignFileError before anything is written. */
export async function writeOutput(actions: readonly FileAction[], cwd: string): Promise<void> {
  const foreign = actions.find(({ kind }) => kind === 'foreign')
  if (foreign !== undefined) throw new ForeignFileError(foreign.path)
  const isIndex = ({ path }: FileAction) => basename(path) === 'index.ts'
  await Promise.all(actions.filter((action) => !isIndex(action)).map((action) => apply(action, cwd)))
  for (const action of actions.filter(isIndex)) await apply(action, cwd)
}

async function apply(action: FileAction, cwd: string): Promise<void> {
  switch (action.kind) {
    case 'create':
    case 'update':
      return replaceFile(join(cwd, action.path), action.text)
    case 'remove':
      return rm(join(cwd, action.path), { force: true })
    case 'unchanged':
    case 'foreign':
      return
  }
}

/** Whoever reads the path sees the old text or the new one, never a part; so do two writers at once. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const swap = join(folder, `.${basename(path)}.${randomUUID()}.swap`)
  try {
    await writeFile(swap, text)
    await rename(swap, path)
  } catch (error) {
    await rm(swap, { force: true })
    throw error
  }
}
