import { parseArgs } from 'node:util'

export interface RunOptions {
  readonly seconds: number
  readonly seed: number
  /** Names of cases; all when empty. */
  readonly only: readonly string[]
  readonly strikes: number
  /** `docs` runs nothing: it writes the tables of docs/reliability.md from the report. */
  readonly mode: 'faults' | 'mutants' | 'docs'
  /** A JSON file to which results are added. */
  readonly report: string | undefined
}

export function readOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() & 0x7fff_ffff) },
      only: { type: 'string', multiple: true, default: [] },
      strikes: { type: 'string', default: '5' },
      mutants: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      report: { type: 'string' },
    },
  })
  return {
    seconds: Number(values.seconds),
    seed: Number(values.seed),
    only: values.only.flatMap((names) => names.split(',')),
    strikes: Number(values.strikes),
    mode: values.docs ? 'docs' : values.mutants ? 'mutants' : 'faults',
    report: values.report,
  }
}
