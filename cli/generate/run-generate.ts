import { resolve } from 'node:path'
import type { InferredOptionTypes } from 'yargs'
import type { Diagnostic } from '../../codegen/diagnostics/index.js'
import type { EmitOptions } from '../../codegen/emit/options.js'
import type { SchemaSource } from '../../codegen/read/schema-source.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import type { OPTIONS } from './flags.js'
import { type FileAction, isStale, planOutput } from './output-plan.js'
import { displayPath, readSources } from './read-sources.js'
import { RunCache } from './run-cache.js'
import { showDiagnostics } from './show-diagnostics.js'
import { differenceOf, staleFile, summarizeActions } from './wording.js'
import { writeOutput } from './write-output.js'

export type GenerateFlags = InferredOptionTypes<typeof OPTIONS>

export async function runGenerate(flags: GenerateFlags, terminal: Terminal): Promise<ExitCode> {
  const options = emitOptions(flags, terminal.cwd)
  if (flags.watch) {
    const { watchSchemas } = await import('./watch.js')
    return watchSchemas(flags.schemas, options, terminal)
  }
  const sources = readSources(flags.schemas, terminal.cwd)
  const run = await generateOrRecall(sources, options, terminal.cwd)
  if (flags.json) {
    const files = run.actions.map(({ kind, path }) => ({ path, action: kind }))
    terminal.stdout.write(`${JSON.stringify({ diagnostics: run.diagnostics, files }, null, 2)}\n`)
  } else {
    await showDiagnostics(run.diagnostics, sources, terminal)
  }
  if (run.failed) return EXIT.failed
  const exitCode = finish(run.actions, flags, terminal)
  if (exitCode === EXIT.fine && !flags['dry-run']) run.keep()
  return exitCode
}

/** The folders as paths from the working directory, however they were written. */
function emitOptions(flags: Pick<GenerateFlags, 'out' | 'schemas' | 'import-extension'>, cwd: string): EmitOptions {
  return {
    out: displayPath(resolve(cwd, flags.out), cwd),
    origin: displayPath(resolve(cwd, flags.schemas), cwd),
    importExtension: flags['import-extension'],
  }
}

interface Run {
  readonly diagnostics: readonly Diagnostic[]
  readonly failed: boolean
  readonly actions: readonly FileAction[]
  /** Remembers the run, once its output stands. */
  readonly keep: () => void
}

async function generateOrRecall(sources: readonly SchemaSource[], options: EmitOptions, cwd: string): Promise<Run> {
  const cache = new RunCache(sources, options, cwd)
  const cached = cache.find()
  if (cached !== undefined) {
    const actions = cached.paths.map((path) => ({ kind: 'unchanged', path }) as const)
    return { diagnostics: cached.diagnostics, failed: false, actions, keep: () => {} }
  }
  const { generate } = await import('../../codegen/generate.js')
  const { files, diagnostics } = generate({ sources, ...options })
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  const actions = failed ? [] : planOutput(files, options.out, cwd)
  return { diagnostics, failed, actions, keep: () => cache.keep(files, diagnostics) }
}

function finish(actions: readonly FileAction[], flags: GenerateFlags, terminal: Terminal): ExitCode {
  const say = (text: string) => {
    if (!flags.json) terminal.stdout.write(`${text}\n`)
  }
  if (flags['dry-run']) {
    for (const action of actions) say(differenceOf(action))
    say(`nothing written; ${summarizeActions(actions)}`)
    return EXIT.fine
  }
  if (flags.check) {
    if (!isStale(actions)) {
      say(`${flags.out} is up to date`)
      return EXIT.fine
    }
    for (const action of actions.filter(({ kind }) => kind !== 'unchanged')) say(staleFile(action))
    say('run orm-gen and commit the result')
    return EXIT.stale
  }
  writeOutput(actions, terminal.cwd)
  say(`${flags.out}: ${summarizeActions(actions)}`)
  return EXIT.fine
}
