import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InferredOptionTypes } from 'yargs'
import { type PulledFile, type PullWarning, pull, readDatabase } from '../../codegen/introspect/index.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { showDiagnostics } from '../generate/show-diagnostics.js'
import { replaceFile } from '../generate/write-output.js'
import { mysqlPools, poolNamed, withDatabase } from '../servers/mysql-pools.js'
import type { Terminal } from '../terminal.js'
import type { OPTIONS } from './flags.js'
import { fileLine, type PulledAction, summary, warningLine } from './wording.js'

type PullFlags = InferredOptionTypes<typeof OPTIONS>
type PullWork = Omit<PullFlags, 'json'>

/** Writes what a database holds as schema files. Files that are there stay as they are, unless `--force`. */
export async function runPull(flags: PullFlags, terminal: Terminal): Promise<ExitCode> {
  const { files, warnings, actions } = await pullFiles(flags, terminal)
  if (flags.json) {
    terminal.stdout.write(`${JSON.stringify({ files: actions, warnings }, null, 2)}\n`)
    return EXIT.fine
  }
  for (const { path, action } of actions) terminal.stdout.write(`${fileLine(path, action)}\n`)
  for (const warning of warnings) terminal.stderr.write(`${warningLine(warning)}\n`)
  await checkOwnWork(files, flags, terminal)
  const written = actions.map(({ action }) => action)
  terminal.stdout.write(`${summary(written, warnings.length)}\n`)
  return EXIT.fine
}

interface Pulled {
  readonly files: readonly PulledFile[]
  readonly warnings: readonly PullWarning[]
  readonly actions: readonly { readonly path: string; readonly action: PulledAction }[]
}

/** Throws DatabaseUnreachableError, ConfigError and UsageError. */
export async function pullFiles(flags: PullWork, terminal: Terminal): Promise<Pulled> {
  const config = poolNamed(flags.pool, await mysqlPools(flags.config, terminal))
  const { files, warnings } = await withDatabase(config, async ({ query }) =>
    pull(await readDatabase(query), flags.pool),
  )
  const actions: Pulled['actions'][number][] = []
  for (const file of files) {
    actions.push({ path: `${flags.schemas}/${file.path}`, action: await write(file, flags, terminal) })
  }
  return { files, warnings, actions }
}

async function write(file: PulledFile, flags: PullWork, { cwd }: Terminal): Promise<PulledAction> {
  const path = join(cwd, flags.schemas, file.path)
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before === file.text) return 'unchanged'
  if (before !== undefined && !flags.force) return 'kept'
  replaceFile(path, file.text)
  return 'written'
}

/** What the generator will say of these files, said at once. */
async function checkOwnWork(files: readonly PulledFile[], flags: PullFlags, terminal: Terminal): Promise<void> {
  const { readEntities } = await import('../../codegen/generate.js')
  const sources = files.map(({ path, text }) => ({ path: `${flags.schemas}/${path}`, text }))
  await showDiagnostics(readEntities(sources).diagnostics, sources, terminal)
}
