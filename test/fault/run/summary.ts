import { median } from '../lib/median.js'
import { type CaseRecord, type FaultRecord, mergeBy } from './record.js'

/** All cases together: faults that were struck, and how long recovery from each took. */
export function totals({ cases }: FaultRecord): Pick<CaseRecord, 'units' | 'faults' | 'recoveriesMs'> {
  const all = Object.values(cases)
  return {
    units: all.reduce((sum, { units }) => sum + units, 0),
    faults: all.map(({ faults }) => faults).reduce((a, b) => mergeBy(a, b, (x, y) => x + y), {}),
    recoveriesMs: all
      .map(({ recoveriesMs }) => recoveriesMs)
      .reduce((a, b) => mergeBy(a, b, (x, y) => [...x, ...y]), {}),
  }
}

/** Median and worst in milliseconds; undefined where none was measured. */
export function spread(times: readonly number[] = []): { medianMs: number; worstMs: number } | undefined {
  return times.length === 0 ? undefined : { medianMs: median(times), worstMs: Math.max(...times) }
}

/** What a run has to say at its end. */
export function writeSummary(record: FaultRecord): string {
  const { units, faults, recoveriesMs } = totals(record)
  const cases = Object.entries(record.cases)
  const failures = cases.flatMap(([name, { failures }]) => failures.map((failure) => ({ name, ...failure })))
  return [
    `${record.from}, ${record.versions.join(', ')}`,
    `${cases.reduce((sum, [, { seeds }]) => sum + seeds.length, 0)} runs, ${units} units checked`,
    'faults; recovery in ms (median, worst)',
    ...Object.entries(faults).map(([fault, count]) => {
      const recovery = spread(recoveriesMs[fault])
      const times = recovery === undefined ? '' : `; ${recovery.medianMs}, ${recovery.worstMs}`
      return `  ${String(count).padStart(6)}  ${fault}${times}`
    }),
    failures.length === 0 ? 'no failures' : `${failures.length} failures`,
    ...failures.map(({ name, seed, findings: [first, ...more] }) => {
      return `  --only ${name} --seed ${seed}: ${first?.kind} ${first?.row}: ${first?.detail} (and ${more.length} more)`
    }),
  ].join('\n')
}
