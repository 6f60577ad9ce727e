import { performance } from 'node:perf_hooks'

/**
 * What counts is the ratio of ours to the yardstick, the median of turns that follow each other: what else the machine
 * does then weighs on both. Where there is no yardstick, the figure itself counts.
 */
export type Target = { readonly atLeast: number } | { readonly atMost: number }

export interface BenchCase {
  /** As in the list of targets: `Q1`. */
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly target: Target
  /** Turns, where one says enough; they are not preceded by a turn to warm up then. */
  readonly rounds?: number
  readonly ours: () => Promise<number>
  /** Absent where the target is an absolute figure. */
  readonly yardstick?: { readonly title: string; readonly measure: () => Promise<number> }
}

export interface BenchSuite {
  readonly name: string
  /** Opens what the cases need; `close` is called when they are done. */
  open(servers: BenchServers): Promise<{ readonly cases: readonly BenchCase[]; close(): Promise<void> }>
}

export interface BenchServers {
  readonly redisUrl: string
  readonly mysqlUrl: string
}

export interface BenchResult {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly ours: readonly number[]
  readonly yardstick: readonly number[]
  readonly yardstickTitle: string
  readonly figure: number
  readonly target: Target
  readonly met: boolean
}

/** Measures a case `rounds` times, ours and the yardstick by turns after one turn of each to warm up. */
export async function runCase(bench: BenchCase, rounds: number): Promise<BenchResult> {
  const { id, title, unit, target } = bench
  const ours: number[] = []
  const yardstick: number[] = []
  const first = bench.rounds === undefined ? 0 : 1
  for (let round = first; round <= (bench.rounds ?? rounds); round++) {
    const mine = await bench.ours()
    const theirs = await bench.yardstick?.measure()
    if (round === 0) continue
    ours.push(mine)
    if (theirs !== undefined) yardstick.push(theirs)
  }
  const ratios = yardstick.map((theirs, turn) => ours[turn]! / theirs)
  const figure = median(ratios.length === 0 ? ours : ratios)
  const met = 'atLeast' in target ? figure >= target.atLeast : figure <= target.atMost
  return { id, title, unit, ours, yardstick, yardstickTitle: bench.yardstick?.title ?? '', figure, target, met }
}

/** `count` operations of `work` as a rate. */
export async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (count / (performance.now() - started)) * 1_000
}

/** Calls a second, one after the other; what each takes is prepared outside the measured time. */
export async function oneByOne<T>(
  count: number,
  prepare: () => T,
  call: (prepared: T) => Promise<unknown>,
): Promise<number> {
  let measured = 0
  for (let index = 0; index < count; index++) {
    const prepared = prepare()
    const started = performance.now()
    await call(prepared)
    measured += performance.now() - started
  }
  return (count / measured) * 1_000
}

/** Runs `callers` loops side by side until `count` calls are done. */
export async function inFlight(
  callers: number,
  count: number,
  call: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const caller = async () => {
    while (next < count) await call(next++)
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export function describeResult(result: BenchResult): string {
  const { id, title, unit, ours, yardstick, yardstickTitle, figure, target, met } = result
  const goal = 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`
  const lines = [
    `${met ? 'met   ' : 'MISSED'} ${id.padEnd(4)} ${title}`,
    `              ours       ${spread(ours, unit)}`,
  ]
  if (yardstick.length > 0) lines.push(`              yardstick  ${spread(yardstick, unit)}  ${yardstickTitle}`)
  lines.push(`              ${yardstick.length > 0 ? 'ratio ' : 'figure'}     ${round(figure)}  (target ${goal})`)
  return lines.join('\n')
}

function spread(values: readonly number[], unit: string): string {
  const shown = [median(values), Math.min(...values), Math.max(...values)].map(round)
  return `${`${shown[0]} ${unit}`.padEnd(16)} (${shown[1]} to ${shown[2]})`
}

function round(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
