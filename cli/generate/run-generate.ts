import type { InferredOptionTypes } from 'yargs'
import type { Diagnostic } from '../../codegen/diagnostics/index.js'
import type { SchemaSource } from '../../codegen/read/schema-source.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import type { OPTIONS } from './flags.js'
import { type FileAction, isStale, planOutput } from './output-plan.js'
import { readSources } from './read-sources.js'
import { unifiedDiff } from './unified-diff.js'
import { staleFile, summarizeActions, summarizeDiagnostics } from './wording.js'
import { writeOutput } from './write-output.js'

export type GenerateFlags = InferredOptionTypes<typeof OPTIONS>

export async function runGenerate(flags: GenerateFlags, terminal: Terminal): Promise<ExitCode> {
  const sources = await readSources(flags.schemas, terminal.cwd)
  const { generate } = await import('../../codegen/generate.js')
  const { files, diagnostics } = generate({
    sources,
    out: flags.out,
    importExtension: flags['import-extension'],
    origin: flags.schemas,
  })
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  const actions = failed ? [] : await planOutput(files, flags.out, terminal.cwd)
  if (flags.json) {
    const data = { diagnostics, files: actions.map(({ kind, path }) => ({ path, action: kind })) }
    terminal.stdout.write(`${JSON.stringify(data, null, 2)}\n`)
  } else {
    await showDiagnostics(diagnostics, sources, terminal)
  }
  if (failed) return EXIT.failed
  return finish(actions, flags, terminal)
}

async function finish(actions: readonly FileAction[], flags: GenerateFlags, terminal: Terminal): Promise<ExitCode> {
  const say = (text: string) => {
    if (!flags.json) terminal.stdout.write(`${text}\n`)
  }
  if (flags['dry-run']) {
    for (const action of actions) say(difference(action))
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
  await writeOutput(actions, terminal.cwd)
  say(`${flags.out}: ${summarizeActions(actions)}`)
  return EXIT.fine
}

function difference(action: FileAction): string {
  switch (action.kind) {
    case 'create':
      return unifiedDiff(action.path, undefined, action.text)
    case 'update':
      return unifiedDiff(action.path, action.before, action.text)
    case 'remove':
      return unifiedDiff(action.path, action.before, undefined)
    case 'unchanged':
    case 'foreign':
      return ''
  }
}

/** Every problem with its lines, to standard error. */
export async function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SchemaSource[],
  terminal: Terminal,
): Promise<void> {
  if (diagnostics.length === 0) return
  const { formatDiagnostic } = await import('../../codegen/diagnostics/index.js')
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  for (const found of diagnostics) {
    const text = formatDiagnostic(found, texts.get(found.range.file), { color: terminal.stderr.color })
    terminal.stderr.write(`${text}\n\n`)
  }
  terminal.stderr.write(`${summarizeDiagnostics(diagnostics)}\n`)
}
