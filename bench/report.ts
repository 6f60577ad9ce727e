import type { CpuPerEvent } from './cpu.js'
import { type BenchResult, median, type Side, type Target } from './harness.js'

/** A few lines for the terminal. */
export function describeResult(result: BenchResult): string {
  const { id, title, unit, ours, yardstick, figure, target, met } = result
  const lines = [
    `${met ? 'met   ' : 'MISSED'} ${id.padEnd(9)} ${title}`,
    `                 ours       ${describeSide(ours, unit)}`,
  ]
  if (yardstick !== undefined) {
    lines.push(`                 yardstick  ${describeSide(yardstick, unit)}`)
    lines.push(`                            (${yardstick.title})`)
  }
  lines.push(
    `                 ${figureName(result)}${' '.repeat(5)} ${shown(figure)}  (target ${describeTarget(target)})`,
  )
  return lines.join('\n')
}

/** Rows of a Markdown table, one a case. */
export function markdownTable(results: readonly BenchResult[]): string {
  const rows = results.map((result) => {
    const { id, title, unit, ours, yardstick, figure, target, met } = result
    return [
      id,
      title,
      spread(ours, unit),
      yardstick === undefined ? '' : `${spread(yardstick, unit)}: ${yardstick.title}`,
      `${met ? '' : 'missed: '}**${shown(figure)}**`,
      describeTarget(target),
      cpuCell(ours.cpu),
      cpuCell(yardstick?.cpu),
    ]
  })
  const heads = ['#', 'case', 'ours', 'yardstick', 'ratio', 'target', 'µs an event', "µs, yardstick's"]
  const lines = [heads, heads.map((_, column) => (column === 4 || column === 5 ? '--:' : '---')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** For programs: what the table says, unrounded. */
export function resultData({ ours, yardstick, ...facts }: BenchResult): object {
  return {
    ...facts,
    ours: sideData(ours),
    yardstick: yardstick === undefined ? null : { title: yardstick.title, ...sideData(yardstick) },
  }
}

function sideData({ values, cpu }: Side): object {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), values, cpu: cpu ?? null }
}

function figureName({ yardstick }: BenchResult): string {
  return yardstick === undefined ? 'figure' : 'ratio '
}

function describeTarget(target: Target): string {
  return 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`
}

function describeSide({ values, cpu }: Side, unit: string): string {
  const text = spread({ values }, unit)
  return cpu === undefined ? text : `${text.padEnd(36)} ${describeCpu(cpu)}`
}

function spread({ values }: Pick<Side, 'values'>, unit: string): string {
  const middle = `${shown(median(values))} ${unit}`
  return values.length === 1 ? middle : `${middle} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`
}

function describeCpu({ node, redis, database }: CpuPerEvent): string {
  const parts = Object.entries({ Node: node, Redis: redis, database })
  return `µs an event: ${parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${shown(value)}`])).join(', ')}`
}

/** Node / Redis / database. */
function cpuCell(cpu: CpuPerEvent | undefined): string {
  if (cpu === undefined) return ''
  return [cpu.node, cpu.redis, cpu.database].map((value) => (value === undefined ? '?' : shown(value))).join(' / ')
}

function shown(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
