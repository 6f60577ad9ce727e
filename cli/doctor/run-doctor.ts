import { diagnose } from '../../runtime/observe/doctor.js'
import { readConfig } from '../config-flag.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { loadEntities } from '../load-entities.js'
import type { Terminal } from '../terminal.js'
import { describeFindings, summarizeFindings } from './wording.js'

interface DoctorFlags {
  readonly config: string | undefined
  readonly entities: string | undefined
  readonly json: boolean
}

export async function runDoctor({ config: file, entities, json }: DoctorFlags, terminal: Terminal): Promise<ExitCode> {
  const config = await readConfig(file, terminal)
  const classes = entities === undefined ? [] : await loadEntities(entities, terminal)
  const diagnosis = await diagnose(
    config,
    classes.map(({ table }) => table.definition),
  )
  const { findings, unreachable } = diagnosis
  if (json) {
    const errors = unreachable.map(({ code, message, remedy }) => ({ code, message: message.split('\n')[0], remedy }))
    terminal.stdout.write(`${JSON.stringify({ findings, unreachable: errors }, null, 2)}\n`)
  } else {
    terminal.stdout.write(describeFindings(findings, terminal.stdout))
    for (const error of unreachable) terminal.stdout.write(`\n! ${error.message}\n`)
    terminal.stdout.write(`\n${summarizeFindings(diagnosis, classes.length)}\n`)
  }
  if (unreachable.length > 0) return EXIT.unreachable
  return findings.some(({ level }) => level === 'problem') ? EXIT.failed : EXIT.fine
}
