import { readFile, rename, writeFile } from 'node:fs/promises'
import type { RunReport } from '../lib/arena/arena.js'
import type { Finding } from '../lib/oracle/finding.js'

export interface CaseOutcome {
  readonly name: string
  readonly seed: number
  readonly report: RunReport
}

export interface FailureRecord {
  readonly seed: number
  readonly findings: readonly Finding[]
}

export interface CaseRecord {
  /** One a world that was judged. */
  readonly seeds: readonly number[]
  readonly units: number
  readonly faults: Readonly<Record<string, number>>
  readonly recoveriesMs: Readonly<Record<string, readonly number[]>>
  readonly failures: readonly FailureRecord[]
}

/** What runs have shown, by case; plain data, kept in the file of `--report` and added to by each run. */
export interface FaultRecord {
  readonly versions: readonly string[]
  /** ISO times. */
  readonly from: string
  readonly to: string
  readonly cases: Readonly<Record<string, CaseRecord>>
}

export type RecordHead = Pick<FaultRecord, 'versions' | 'from'>

export function recordOf(head: RecordHead, outcomes: readonly CaseOutcome[]): FaultRecord {
  const records = outcomes.map(({ name, seed, report: { units, faults, recoveriesMs, findings } }) => {
    const failures = findings.length === 0 ? [] : [{ seed, findings: findings.slice(0, 20) }]
    return { [name]: { seeds: [seed], units, faults, recoveriesMs: rounded(recoveriesMs), failures } }
  })
  return { ...head, to: new Date().toISOString(), cases: records.reduce(mergeCases, {}) }
}

export function mergeRecords(old: FaultRecord, recent: FaultRecord): FaultRecord {
  return {
    versions: [...new Set([...old.versions, ...recent.versions])],
    from: old.from < recent.from ? old.from : recent.from,
    to: old.to > recent.to ? old.to : recent.to,
    cases: mergeCases(old.cases, recent.cases),
  }
}

/** Undefined where there is no such file. */
export async function readRecord(path: string): Promise<FaultRecord | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as FaultRecord
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}

/** Adds to what the file holds. */
export async function appendRecord(path: string, recent: FaultRecord): Promise<void> {
  const old = await readRecord(path)
  const text = JSON.stringify(old === undefined ? recent : mergeRecords(old, recent))
  await writeFile(`${path}.new`, `${text}\n`)
  await rename(`${path}.new`, path)
}

function mergeCases(old: FaultRecord['cases'], recent: FaultRecord['cases']): FaultRecord['cases'] {
  return mergeBy(old, recent, (one, other) => ({
    seeds: [...one.seeds, ...other.seeds],
    units: one.units + other.units,
    faults: mergeBy(one.faults, other.faults, (a, b) => a + b),
    recoveriesMs: mergeBy(one.recoveriesMs, other.recoveriesMs, (a, b) => [...a, ...b]),
    failures: [...one.failures, ...other.failures],
  }))
}

export function mergeBy<T>(
  old: Readonly<Record<string, T>>,
  recent: Readonly<Record<string, T>>,
  merge: (one: T, other: T) => T,
): Readonly<Record<string, T>> {
  const merged: Record<string, T> = { ...old }
  for (const [key, value] of Object.entries(recent)) {
    const known = merged[key]
    merged[key] = known === undefined ? value : merge(known, value)
  }
  return merged
}

function rounded(times: RunReport['recoveriesMs']): CaseRecord['recoveriesMs'] {
  return Object.fromEntries(Object.entries(times).map(([fault, list]) => [fault, list.map(Math.round)]))
}
