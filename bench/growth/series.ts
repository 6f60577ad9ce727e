import { median, type ValueTurn } from '../harness.js'

/** How something changes as one thing grows and all else stays. */
export interface Series {
  /** For `--only` and in the plot's file. */
  readonly name: string
  readonly title: string
  /** What the points differ in. */
  readonly along: string
  readonly points: readonly { readonly label: string; readonly measure: () => Promise<ValueTurn> }[]
  /** Where fewer say enough. */
  readonly rounds?: number
}

export interface SeriesResult {
  readonly series: Series
  readonly points: readonly PointResult[]
}

export interface PointResult {
  readonly label: string
  /** Events a second. */
  readonly median: number
  readonly least: number
  readonly most: number
  /** To the first point of the series; the median of the rounds' own ratios. */
  readonly ratio: number
  readonly node: number | undefined
  readonly redis: number | undefined
  readonly database: number | undefined
}

/** Measures the points by turns, as often as `rounds` says. */
export async function runSeries(series: Series, rounds: number): Promise<SeriesResult> {
  const turns: ValueTurn[][] = series.points.map(() => [])
  for (let round = 0; round < (series.rounds ?? rounds); round++) {
    for (const [index, { measure }] of series.points.entries()) turns[index]!.push(await measure())
  }
  const values = turns.map((own) => own.map(({ value }) => value))
  const points = series.points.map(({ label }, index): PointResult => {
    const own = values[index]!
    const cpu = (of: 'node' | 'redis' | 'database') => {
      const numbers = turns[index]!.map((turn) => turn.cpu?.[of]).filter((value) => value !== undefined)
      return numbers.length === 0 ? undefined : median(numbers)
    }
    return {
      label,
      median: median(own),
      least: Math.min(...own),
      most: Math.max(...own),
      ratio: median(own.map((value, round) => value / values[0]![round]!)),
      node: cpu('node'),
      redis: cpu('redis'),
      database: cpu('database'),
    }
  })
  return { series, points }
}
