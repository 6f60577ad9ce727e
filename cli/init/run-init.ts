import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EXIT, type ExitCode } from '../exit-code.js'
import { listSchemaFiles } from '../generate/read-sources.js'
import { replaceFile } from '../generate/write-output.js'
import type { Terminal } from '../terminal.js'
import { FIRST_CONFIG, FIRST_SCHEMA, SCRIPTS } from './templates.js'

interface InitFlags {
  readonly schemas: string
  readonly json: boolean
}

interface Step {
  readonly path: string
  readonly action: 'written' | 'kept'
  readonly detail: string
}

/** Writes what is missing and keeps what is there. */
export async function runInit({ schemas, json }: InitFlags, terminal: Terminal): Promise<ExitCode> {
  const { cwd } = terminal
  const steps = [
    await firstSchema(schemas, cwd),
    await writeNew('orm.yaml', FIRST_CONFIG, 'the servers', cwd),
    await addScripts(cwd),
  ]
  if (json) terminal.stdout.write(`${JSON.stringify({ files: steps }, null, 2)}\n`)
  else {
    for (const { path, action, detail } of steps) terminal.stdout.write(`${action}  ${path}  (${detail})\n`)
    terminal.stdout.write('next: npx orm-gen\n')
  }
  return EXIT.fine
}

async function firstSchema(schemas: string, cwd: string): Promise<Step> {
  const path = `${schemas}/user.ts`
  const existing = listSchemaFiles(schemas, cwd)
  if (existing.length > 0) return { path: schemas, action: 'kept', detail: 'it has schemas already' }
  return writeNew(path, FIRST_SCHEMA, 'a first entity', cwd)
}

async function writeNew(path: string, text: string, what: string, cwd: string): Promise<Step> {
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
async function addScripts(cwd: string): Promise<Step> {
  const path = 'package.json'
  const before = await readFile(join(cwd, path), 'utf8').catch(() => undefined)
  if (before === undefined) return { path, action: 'kept', detail: 'there is none: npm init makes one' }
  const manifest = JSON.parse(before) as { scripts?: Record<string, string> }
  const missing = Object.entries(SCRIPTS).filter(([name]) => manifest.scripts?.[name] === undefined)
  if (missing.length === 0) return { path, action: 'kept', detail: 'it has the scripts already' }
  const scripts = { ...manifest.scripts, ...Object.fromEntries(missing) }
  const indent = /^([ \t]+)"/m.exec(before)?.[1] ?? '  '
  const ending = before.endsWith('\n') ? '\n' : ''
  replaceFile(join(cwd, path), JSON.stringify({ ...manifest, scripts }, null, indent) + ending)
  return { path, action: 'written', detail: `scripts ${missing.map(([name]) => name).join(', ')}` }
}
