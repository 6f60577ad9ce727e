import type { Verdict } from './audit.js'
import { bold, dim, green, integer, red, seconds } from './board.js'
import type { Latency } from './latency.js'
import type { Ledger } from './ledger.js'

export interface Day {
  readonly ledger: Ledger
  readonly verdict: Verdict
  readonly flushes: Latency
  readonly directInserts: Latency
  /** Milliseconds after the doors opened. */
  readonly closedAfter: number
  readonly drainedAfter: number
  readonly peakPerSecond: number
  readonly takeover: { readonly killed: number; readonly successor: number; readonly ms: number }
  readonly consumerExitCode: number | null
}

const SHOWN_MISTAKES = 10

/** Says what came of the day. Returns the exit code: 0 when every row is as queued. */
export function report(day: Day): number {
  const { ledger, verdict, flushes, directInserts, takeover } = day
  const perSecond = ledger.events / (day.closedAfter / 1_000)
  const mistakes = [...verdict.mistakes]
  if (day.consumerExitCode !== 0) mistakes.push(`the consumer ended with exit code ${day.consumerExitCode}`)

  line('queued', `${integer(ledger.events)} changes in ${integer(ledger.units)} units, ${integer(perSecond)} changes/s`)
  line('applied', `${integer(verdict.unitsApplied)} units, up to ${integer(day.peakPerSecond)} in a second`)
  line('a flush', quantiles(flushes))
  line('an INSERT', `${quantiles(directInserts)} ${dim('(waiting for MySQL instead, meanwhile)')}`)
  line('kill -9', `of ${takeover.killed}; ${takeover.successor} applied again ${seconds(takeover.ms)} later`)
  line('drained', `${seconds(day.drainedAfter - day.closedAfter)} after the shop had closed`)
  line('compared', `${integer(verdict.rows)} rows, ${integer(verdict.values)} values with what was queued`)
  console.log('')

  if (mistakes.length === 0) {
    console.log(`  ${green('✓')} ${bold('Nothing lost, nothing doubled: every row is as it was queued.')}\n`)
    return 0
  }
  for (const mistake of mistakes.slice(0, SHOWN_MISTAKES)) console.log(`  ${red('✗')} ${mistake}`)
  if (mistakes.length > SHOWN_MISTAKES) console.log(`    and ${integer(mistakes.length - SHOWN_MISTAKES)} more`)
  console.log(`\n  ${red('✗')} ${bold('MySQL is not what was queued.')}\n`)
  return 1
}

function line(label: string, text: string): void {
  console.log(`  ${dim(label.padEnd(10))} ${text}`)
}

function quantiles(latency: Latency): string {
  return `${bold(milliseconds(latency.quantile(0.5)))} median, 99 % within ${milliseconds(latency.quantile(0.99))}`
}

function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`
}
