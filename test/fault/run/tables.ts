import type { FaultCase } from '../cases/fault-case.js'
import { CONNECTION_FAULTS, SIDES } from '../lib/arena/connection-faults.js'
import { type FaultRecord, mergeBy } from './record.js'
import { spread, totals } from './summary.js'

/** The part of docs/reliability.md that is written from a record. */
export function writeTables(record: FaultRecord, cases: readonly FaultCase[]): string {
  return [
    `From ${record.from.slice(0, 16)} to ${record.to.slice(0, 16)} UTC. ${record.versions.join(', ')}.`,
    faultTable(record),
    connectionTable(record),
    caseTable(record, cases),
  ].join('\n\n')
}

/** Points of one program in one line: there are two dozen of them. */
function grouped(fault: string): string {
  return /^kill -9 (before|after) /.test(fault) ? 'kill -9 of a consumer at one of its requests' : fault
}

function faultTable(record: FaultRecord): string {
  const { faults, recoveriesMs } = totals(record)
  const byGroup = <T>(from: Readonly<Record<string, T>>, merge: (a: T, b: T) => T) =>
    Object.entries(from)
      .map(([fault, value]) => ({ [grouped(fault)]: value }))
      .reduce((a, b) => mergeBy(a, b, merge), {} as Readonly<Record<string, T>>)
  const counts = byGroup(faults, (a, b) => a + b)
  const times = byGroup(recoveriesMs, (a, b) => [...a, ...b])
  const rows = Object.entries(counts)
    .filter(([fault]) => !isOfConnection(fault))
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([fault, count]) => {
      const recovery = spread(times[fault])
      return [fault, count, seconds(recovery?.medianMs), seconds(recovery?.worstMs)]
    })
  return markdown(['fault', 'times', 'recovery, median', 'worst'], 'lrrr', rows)
}

function connectionTable(record: FaultRecord): string {
  const { faults } = totals(record)
  const sides = Object.values(SIDES)
  const rows = CONNECTION_FAULTS.map((name) => {
    const counts = sides.map((side) => faults[`${name}, ${side}`] ?? 0)
    return [name, ...counts, counts.reduce((a, b) => a + b)]
  })
  return markdown(['connection fault', ...sides, 'all'], 'lrrrrr', rows)
}

function isOfConnection(fault: string): boolean {
  return CONNECTION_FAULTS.some((name) => fault.startsWith(`${name}, `))
}

function caseTable(record: FaultRecord, cases: readonly FaultCase[]): string {
  const rows = cases.flatMap(({ name, row }) => {
    const of = record.cases[name]
    if (of === undefined) return []
    const struck = Object.values(of.faults).reduce((a, b) => a + b, 0)
    return [[row, `\`${name}\``, of.seeds.length, struck, of.units, ranges(of.seeds), of.failures.length]]
  })
  return markdown(['row', 'case', 'worlds', 'faults', 'units checked', 'seeds', 'failures'], 'rlrrrlr', rows)
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '' : `${(ms / 1_000).toFixed(1)} s`
}

/** `1 2 3 7` as `1-3 7`. */
function ranges(seeds: readonly number[]): string {
  const found: [from: number, to: number][] = []
  for (const seed of [...new Set(seeds)].sort((a, b) => a - b)) {
    const last = found.at(-1)
    if (last !== undefined && seed === last[1] + 1) last[1] = seed
    else found.push([seed, seed])
  }
  return found.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(' ')
}

function markdown(head: readonly string[], align: string, rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line([...align].map((one) => (one === 'r' ? '--:' : '---'))), ...rows.map(line)].join('\n')
}
