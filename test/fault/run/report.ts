import type { RunReport } from '../lib/arena/arena.js'
import type { Finding } from '../lib/oracle/finding.js'

export interface CaseOutcome {
  readonly name: string
  readonly seed: number
  readonly mutant?: string
  readonly tookMs: number
  readonly report: RunReport
}

export interface FailureReport {
  readonly name: string
  readonly seed: number
  readonly findings: readonly Finding[]
}

/** What a long run has to say; the same as JSON. */
export interface Summary {
  readonly seed: number
  readonly startedAt: string
  readonly versions: readonly string[]
  readonly runs: number
  readonly units: number
  readonly faults: Readonly<Record<string, number>>
  /** From a fault to the next applied change, in milliseconds; absent where none was measured. */
  readonly recovery: Readonly<Record<string, { readonly medianMs: number; readonly worstMs: number }>>
  readonly failures: readonly FailureReport[]
}

export function summarise(
  head: Pick<Summary, 'seed' | 'startedAt' | 'versions'>,
  outcomes: readonly CaseOutcome[],
): Summary {
  const faults: Record<string, number> = {}
  const recoveries = new Map<string, number[]>()
  for (const { name, report } of outcomes) {
    for (const [fault, count] of Object.entries(report.faults)) faults[fault] = (faults[fault] ?? 0) + count
    recoveries.set(name, [...(recoveries.get(name) ?? []), ...report.recoveriesMs])
  }
  return {
    ...head,
    runs: outcomes.length,
    units: outcomes.reduce((sum, { report }) => sum + report.units, 0),
    faults,
    recovery: Object.fromEntries([...recoveries].flatMap(([name, times]) => spread(name, times))),
    failures: outcomes.flatMap(({ name, seed, report }) =>
      report.findings.length === 0 ? [] : [{ name, seed, findings: report.findings }],
    ),
  }
}

function spread(name: string, times: readonly number[]): [string, { medianMs: number; worstMs: number }][] {
  if (times.length === 0) return []
  const sorted = [...times].sort((a, b) => a - b)
  const at = (index: number) => Math.round(sorted[index]!)
  return [[name, { medianMs: at(Math.floor(sorted.length / 2)), worstMs: at(sorted.length - 1) }]]
}

export function writeSummary(summary: Summary): string {
  const lines = [
    `seed ${summary.seed}, ${summary.startedAt}, ${summary.versions.join(', ')}`,
    `${summary.runs} runs, ${summary.units} units checked`,
    'faults',
    ...Object.entries(summary.faults).map(([fault, count]) => `  ${String(count).padStart(6)}  ${fault}`),
    'recovery (median, worst)',
    ...Object.entries(summary.recovery).map(
      ([name, { medianMs, worstMs }]) => `  ${String(medianMs).padStart(6)} ${String(worstMs).padStart(6)} ms  ${name}`,
    ),
    summary.failures.length === 0 ? 'no failures' : `${summary.failures.length} failures`,
    ...summary.failures.map(({ name, seed, findings }) => {
      const [first] = findings
      return `  --only ${name} --seed ${seed}: ${findings.length} findings, first: ${first?.kind} ${first?.row}: ${first?.detail}`
    }),
  ]
  return lines.join('\n')
}
