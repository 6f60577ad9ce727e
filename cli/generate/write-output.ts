import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { OrmError } from '../../runtime/errors.js'
import type { FileAction } from './output-plan.js'

/** A file that orm-gen did not write stands where a generated one belongs. Nothing was written. */
class ForeignFileError extends OrmError {
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
export function writeOutput(actions: readonly FileAction[], cwd: string): void {
  const foreign = actions.find(({ kind }) => kind === 'foreign')
  if (foreign !== undefined) throw new ForeignFileError(foreign.path)
  for (const folder of new Set(actions.map(({ path }) => dirname(join(cwd, path))))) removeLeftovers(folder)
  const isIndex = ({ path }: FileAction) => basename(path) === 'index.ts'
  for (const action of actions) if (!isIndex(action)) apply(action, cwd)
  for (const action of actions) if (isIndex(action)) apply(action, cwd)
}

function apply(action: FileAction, cwd: string): void {
  switch (action.kind) {
    case 'create':
    case 'update':
      replaceFile(join(cwd, action.path), action.text)
      return
    case 'remove':
      rmSync(join(cwd, action.path), { force: true })
      return
    case 'unchanged':
    case 'foreign':
      return
  }
}

const SWAP = '.swap'
const SWAP_FILE = /^\..+\.[0-9a-f-]{36}\.swap$/

/** A swap file stands for milliseconds; one that is older belonged to a process that was killed. */
const LEFTOVER_MS = 60_000

/** Removes what runs that were killed have left. One that another run is writing is too young. */
export function removeLeftovers(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const modified = SWAP_FILE.test(name) ? statSync(path, { throwIfNoEntry: false })?.mtimeMs : undefined
    if (modified !== undefined && Date.now() - modified > LEFTOVER_MS) rmSync(path, { force: true })
  }
}

/** Whoever reads the path sees the old text or the new one, never a part; so do two writers at once. */
export function replaceFile(path: string, text: string): void {
  const folder = dirname(path)
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  const swap = join(folder, `.${basename(path)}.${randomUUID()}${SWAP}`)
  try {
    writeFileSync(swap, text)
    renameSync(swap, path)
  } catch (error) {
    rmSync(swap, { force: true })
    throw error
  }
}
