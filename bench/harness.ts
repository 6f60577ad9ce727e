import { performance } from 'node:perf_hooks'
import { type CpuPerEvent, countCpu, type ServerPids } from './cpu.js'

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
  readonly ours: Measure
  /** Absent where the target is an absolute figure. */
  readonly yardstick?: { readonly title: string; readonly measure: Measure }
}

/** Rejects where what was measured did not do what it should: wrong rows fail a benchmark. */
export type Measure = () => Promise<number | Turn>

/** What one turn gave, in the unit of its case, and the processor time that went into it, where that was counted. */
export interface Turn {
  readonly value: number
  readonly cpu: CpuPerEvent
}

export interface BenchSuite {
  readonly name: string
  /** Opens what the cases need; `close` is called when they are done. */
  open(setting: BenchSetting): Promise<{ readonly cases: readonly BenchCase[]; close(): Promise<void> }>
}

export interface BenchSetting {
  readonly redisUrl: string
  readonly mysqlUrl: string
  readonly pids: ServerPids
  /** Of a count of events or rows what is to be measured: all of it, or less to try a case. */
  readonly scaled: (count: number) => number
}

export interface BenchResult {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly ours: Side
  /** Undefined where the target is an absolute figure. */
  readonly yardstick: (Side & { readonly title: string }) | undefined
  readonly figure: number
  readonly target: Target
  readonly met: boolean
}

/** One side of a comparison: what its turns gave. */
export interface Side {
  readonly values: readonly number[]
  /** Medians of the turns; undefined where it was not counted. */
  readonly cpu: CpuPerEvent | undefined
}

/** Measures a case `rounds` times, ours and the yardstick by turns after one turn of each to warm up. */
export async function runCase(bench: BenchCase, rounds: number): Promise<BenchResult> {
  const { id, title, unit, target } = bench
  const ours: (number | Turn)[] = []
  const theirs: (number | Turn)[] = []
  const first = bench.rounds === undefined ? 0 : 1
  for (let round = first; round <= (bench.rounds ?? rounds); round++) {
    const mine = await bench.ours()
    const other = await bench.yardstick?.measure()
    if (round === 0) continue
    ours.push(mine)
    if (other !== undefined) theirs.push(other)
  }
  const mine = sideOf(ours)
  const yardstick = bench.yardstick && { title: bench.yardstick.title, ...sideOf(theirs) }
  const ratios = yardstick?.values.map((value, turn) => mine.values[turn]! / value)
  const figure = median(ratios ?? mine.values)
  const met = 'atLeast' in target ? figure >= target.atLeast : figure <= target.atMost
  return { id, title, unit, ours: mine, yardstick, figure, target, met }
}

function sideOf(turns: readonly (number | Turn)[]): Side {
  const values = turns.map((turn) => (typeof turn === 'number' ? turn : turn.value))
  const cpus = turns.flatMap((turn) => (typeof turn === 'number' ? [] : [turn.cpu]))
  if (cpus.length === 0) return { values, cpu: undefined }
  const known = (of: (cpu: CpuPerEvent) => number | undefined) => {
    const all = cpus.map(of).filter((value) => value !== undefined)
    return all.length === 0 ? undefined : median(all)
  }
  return {
    values,
    cpu: {
      node: median(cpus.map(({ node }) => node)),
      redis: known(({ redis }) => redis),
      database: known(({ database }) => database),
    },
  }
}

/** The rate of `count` events that `work` deals with, and their processor time; `node` is this process. */
export async function measured(count: number, pids: ServerPids, work: () => Promise<unknown>): Promise<Turn> {
  const cpu = countCpu(pids)
  const started = performance.now()
  await work()
  return { value: (count / (performance.now() - started)) * 1_000, cpu: cpu(count) }
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
