import type { Finding } from './finding.js'

/**
 * What one producer did to one row, in the order of its calls: the changes 1, 2, ... `promised` were promised to be
 * queued; up to `attempted` may have been (a killed producer cannot say).
 */
export interface Chain {
  readonly row: string
  readonly producer: string
  readonly promised: number
  readonly attempted: number
}

/** A change as the audit saw it arrive at the row. */
export interface AppliedChange {
  readonly row: string
  readonly producer: string
  /** The number of the change in its chain. */
  readonly change: number
}

/** Compares what was promised with what arrived, in the order of arrival. Between producers any order is right. */
export function checkAppliedOrder(chains: readonly Chain[], applied: readonly AppliedChange[]): Finding[] {
  const arrivals = new Map<string, number[]>()
  for (const change of applied) {
    const key = chainKey(change)
    const list = arrivals.get(key)
    if (list === undefined) arrivals.set(key, [change.change])
    else list.push(change.change)
  }
  const findings: Finding[] = []
  for (const chain of chains) {
    findings.push(...checkChain(chain, arrivals.get(chainKey(chain)) ?? []))
    arrivals.delete(chainKey(chain))
  }
  for (const [key, changes] of arrivals) {
    findings.push({ kind: 'unexpected', row: key, detail: `changes ${changes.join(' ')} were never made` })
  }
  return findings
}

function chainKey(of: { readonly row: string; readonly producer: string }): string {
  return `${of.row} by ${of.producer}`
}

function checkChain(chain: Chain, changes: readonly number[]): Finding[] {
  const findings: Finding[] = []
  const report = (kind: Finding['kind'], detail: string) => findings.push({ kind, row: chainKey(chain), detail })
  const seen = new Set<number>()
  let highest = 0
  for (const change of changes) {
    if (seen.has(change)) report('doubled', `change ${change} was applied again`)
    else if (change < highest) report('reordered', `change ${change} came after ${highest}`)
    if (change > chain.attempted) report('unexpected', `change ${change} was never made`)
    seen.add(change)
    highest = Math.max(highest, change)
  }
  const until = Math.max(chain.promised, highest)
  for (let change = 1; change <= until; change++) {
    if (!seen.has(change)) report('lost', `change ${change} of ${chain.promised} never arrived`)
  }
  return findings
}
