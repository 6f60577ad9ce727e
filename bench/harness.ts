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
  /** Of measures that give times: the share of them that take no longer than what counts, 0.5 or 0.99. */
  readonly percentile?: number
  readonly ours: Measure
  /** Absent where the target is an absolute figure. */
  readonly yardstick?: { readonly title: string; readonly measure: Measure }
}

/** One turn. Rejects where what was measured did not do what it should: wrong rows fail a benchmark. */
export type Measure = () => Promise<Turn>

export type Turn = ValueTurn | TimesTurn

/** In the unit of the case, with the processor time that went into it where that was counted. */
export interface ValueTurn {
  readonly kind: 'value'
  readonly value: number
  readonly cpu?: CpuPerEvent
}

/** Of each operation. */
export interface TimesTurn {
  readonly kind: 'times'
  readonly times: readonly number[]
}

/** Cases that are measured together: in each round every measure of theirs runs once, whoever shares it. */
export interface BenchGroup {
  readonly cases: readonly BenchCase[]
  /** Where fewer say enough; they are not preceded by a round to warm up then. */
  readonly rounds?: number
}

export interface BenchSuite {
  readonly name: string
  readonly needs: 'servers' | 'nothing'
  /** Opens what the cases need; `close` is called when they are done. */
  open(setting: BenchSetting): Promise<{ readonly groups: readonly BenchGroup[]; close(): Promise<void> }>
}

export interface BenchServers {
  readonly redisUrl: string
  readonly mysqlUrl: string
  readonly pids: ServerPids
}

export interface BenchSetting extends BenchServers {
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

/** Runs the measures of a group by turns, `rounds` times after one round to warm up. */
export async function runGroup(group: BenchGroup, rounds: number): Promise<readonly BenchResult[]> {
  const turns = new Map<Measure, Turn[]>()
  for (const { ours, yardstick } of group.cases) {
    for (const measure of yardstick === undefined ? [ours] : [ours, yardstick.measure]) turns.set(measure, [])
  }
  if (group.rounds === undefined) for (const measure of turns.keys()) await measure()
  for (let round = 0; round < (group.rounds ?? rounds); round++) {
    for (const [measure, values] of turns) values.push(await measure())
  }
  return group.cases.map((bench) => resultOf(bench, (measure) => sideOf(turns.get(measure)!, bench.percentile)))
}

function resultOf(bench: BenchCase, side: (measure: Measure) => Side): BenchResult {
  const { id, title, unit, target } = bench
  const ours = side(bench.ours)
  const yardstick = bench.yardstick && { title: bench.yardstick.title, ...side(bench.yardstick.measure) }
  const ratios = yardstick?.values.map((value, turn) => ours.values[turn]! / value)
  const figure = median(ratios ?? ours.values)
  const met = 'atLeast' in target ? figure >= target.atLeast : figure <= target.atMost
  return { id, title, unit, ours, yardstick, figure, target, met }
}

function sideOf(turns: readonly Turn[], share = 0.5): Side {
  const values = turns.map((turn) => (turn.kind === 'value' ? turn.value : percentile(turn.times, share)))
  const cpus = turns.flatMap((turn) => (turn.kind === 'value' && turn.cpu !== undefined ? [turn.cpu] : []))
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
export async function measured(count: number, pids: ServerPids, work: () => Promise<unknown>): Promise<ValueTurn> {
  const cpu = countCpu(pids)
  const started = performance.now()
  await work()
  return { kind: 'value', value: (count / (performance.now() - started)) * 1_000, cpu: cpu(count) }
}

/** Events a second of calls one after the other; what each needs is prepared outside the measured time. */
export async function oneByOne<T>(
  count: number,
  prepare: () => T,
  call: (prepared: T) => Promise<unknown>,
  eventsACall = 1,
): Promise<Turn> {
  let measured = 0
  for (let index = 0; index < count; index++) {
    const prepared = prepare()
    const started = performance.now()
    await call(prepared)
    measured += performance.now() - started
  }
  return { kind: 'value', value: ((count * eventsACall) / measured) * 1_000 }
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
