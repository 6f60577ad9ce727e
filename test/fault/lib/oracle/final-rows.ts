import type { Finding } from './finding.js'

/** `n` counts the changes of a row; every change of the workload adds one. */
export interface CountedRow {
  readonly n: number
  readonly [column: string]: string | number | null
}

/** Compares whole tables, by key: more changes than were made is doubling, fewer is loss, the right number with other values is the wrong order. */
export function checkFinalRows(
  table: string,
  expected: ReadonlyMap<string, CountedRow>,
  actual: ReadonlyMap<string, CountedRow>,
): Finding[] {
  const findings: Finding[] = []
  for (const [key, row] of expected) {
    const found = actual.get(key)
    const finding = found === undefined ? { kind: 'lost' as const, detail: 'the row is missing' } : compare(row, found)
    if (finding !== undefined) findings.push({ row: `${table} ${key}`, ...finding })
  }
  for (const [key, row] of actual) {
    if (expected.has(key)) continue
    findings.push({ kind: 'unexpected', row: `${table} ${key}`, detail: `should not be there: ${JSON.stringify(row)}` })
  }
  return findings
}

function compare(expected: CountedRow, found: CountedRow): Omit<Finding, 'row'> | undefined {
  const columns = Object.keys(expected).filter((column) => expected[column] !== found[column])
  if (columns.length === 0) return undefined
  const detail = columns
    .map((column) => `${column} is ${JSON.stringify(found[column])}, expected ${JSON.stringify(expected[column])}`)
    .join(', ')
  if (found.n > expected.n) return { kind: 'doubled', detail }
  return { kind: found.n < expected.n ? 'lost' : 'reordered', detail }
}
