import { EXIT, type ExitCode } from '../exit-code.js'
import { listSchemaFiles } from '../generate/read-sources.js'
import { pullFiles } from '../pull/run-pull.js'
import { warningLine } from '../pull/wording.js'
import type { Terminal } from '../terminal.js'
import { type Detected, detectProject } from './detect.js'
import { FIRST_SCHEMA, firstConfig, scriptsFor } from './templates.js'
import { foundLines, nextLines, pullQuestion, stepLine } from './wording.js'
import { addScripts, type Step, writeNew } from './write-missing.js'

interface InitFlags {
  readonly schemas: string
  readonly json: boolean
  readonly yes: boolean
  /** Undefined where the command line does not say. */
  readonly pull: boolean | undefined
}

/**
 * Writes what is missing and keeps what is there. The schemas come last, and from the database where there is one: one
 * that cannot be reached ends the command with everything else written, and a second run goes on.
 */
export async function runInit(flags: InitFlags, terminal: Terminal): Promise<ExitCode> {
  const { cwd } = terminal
  const detected = detectProject(terminal)
  const say = (line: string) => flags.json || terminal.stdout.write(`${line}\n`)
  for (const line of foundLines(detected)) say(line)
  const steps: Step[] = []
  const report = (step: Step) => {
    steps.push(step)
    say(stepLine(step))
  }
  report(await writeNew('orm.yaml', firstConfig(detected), 'the servers', cwd))
  report(await addScripts(scriptsFor(detected), cwd))
  for (const step of await firstSchemas(flags, detected, terminal)) report(step)
  for (const line of nextLines(detected)) say(line)
  if (flags.json) terminal.stdout.write(`${JSON.stringify({ detected, files: steps }, null, 2)}\n`)
  return EXIT.fine
}

async function firstSchemas(flags: InitFlags, detected: Detected, terminal: Terminal): Promise<readonly Step[]> {
  const { schemas } = flags
  if (listSchemaFiles(schemas, terminal.cwd).length > 0) {
    return [{ path: schemas, action: 'kept', detail: 'it has schemas already' }]
  }
  if (await isPullWanted(flags, detected, terminal)) {
    const pulled = await pullFiles({ schemas, pool: 'default', config: undefined, force: false }, terminal)
    for (const warning of pulled.warnings) terminal.stderr.write(`${warningLine(warning)}\n`)
    const steps = pulled.actions.map(({ path }): Step => ({ path, action: 'written', detail: 'from the database' }))
    if (steps.length > 0) return steps
  }
  return [await writeNew(`${schemas}/user.ts`, FIRST_SCHEMA, 'a first entity', terminal.cwd)]
}

/** Asked of a person alone; where nobody watches, or everything is agreed to, what is there is taken. */
async function isPullWanted(
  { pull, yes, json }: InitFlags,
  { database }: Detected,
  { ask }: Terminal,
): Promise<boolean> {
  if (pull !== undefined) return pull
  if (database === undefined) return false
  if (yes || json || ask === undefined) return true
  return !/^\s*n/i.test(await ask(pullQuestion(database.address)))
}
