import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Names of suites, and ids of cases; undefined for all. */
  readonly suites: readonly string[] | undefined
  readonly cases: readonly string[] | undefined
  readonly rounds: number
  /** 0.1 measures a tenth of the events: to try a case, not to judge it. */
  readonly scale: number
  readonly json: string | undefined
  readonly markdown: readonly string[]
}

export const BENCH_DEFAULTS = { rounds: 3, scale: 1 } as const

export const USAGE = `npm run bench -- [--only SUITE,...] [--case ID,...] [--rounds ${BENCH_DEFAULTS.rounds}] [--scale ${BENCH_DEFAULTS.scale}] [--json FILE] [--markdown FILE]...`

/** Throws where they cannot be. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      case: { type: 'string' },
      rounds: { type: 'string', default: String(BENCH_DEFAULTS.rounds) },
      scale: { type: 'string', default: String(BENCH_DEFAULTS.scale) },
      json: { type: 'string' },
      markdown: { type: 'string', multiple: true, default: [] },
    },
  })
  const [rounds, scale] = [Number(values.rounds), Number(values.scale)]
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds is a whole number from 1, not ${values.rounds}`)
  if (!(scale > 0)) throw new Error(`--scale is a number above 0, not ${values.scale}`)
  return {
    suites: values.only?.split(','),
    cases: values.case?.split(','),
    rounds,
    scale,
    json: values.json,
    markdown: values.markdown,
  }
}
