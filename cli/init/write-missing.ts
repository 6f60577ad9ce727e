import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { replaceFile } from '../generate/write-output.js'

export interface Step {
  readonly path: string
  readonly action: 'written' | 'kept'
  readonly detail: string
}

/** Never overwrites. */
export async function writeNew(path: string, text: string, what: string, cwd: string): Promise<Step> {
  const absolute = join(cwd, path)
  await mkdir(dirname(absolute), { recursive: true })
  try {
    await writeFile(absolute, text, { flag: 'wx' })
    return { path, action: 'written', detail: what }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return { path, action: 'kept', detail: 'it exists already' }
    }
    throw error
  }
}

/** Adds the npm scripts whose names are free, in the file's own indentation. */
export async function addScripts(wanted: Readonly<Record<string, string>>, cwd: string): Promise<Step> {
  const path = 'package.json'
  const before = await readFile(join(cwd, path), 'utf8').catch(() => undefined)
  if (before === undefined) return { path, action: 'kept', detail: 'there is none: npm init makes one' }
  const manifest = JSON.parse(before) as { scripts?: Record<string, string> }
  const missing = Object.entries(wanted).filter(([name]) => manifest.scripts?.[name] === undefined)
  if (missing.length === 0) return { path, action: 'kept', detail: 'it has the scripts already' }
  const scripts = { ...manifest.scripts, ...Object.fromEntries(missing) }
  const indent = /^([ \t]+)"/m.exec(before)?.[1] ?? '  '
  const ending = before.endsWith('\n') ? '\n' : ''
  replaceFile(join(cwd, path), JSON.stringify({ ...manifest, scripts }, null, indent) + ending)
  return { path, action: 'written', detail: `scripts ${missing.map(([name]) => name).join(', ')}` }
}
