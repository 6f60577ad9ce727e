import type { CpuPerEvent } from './cpu.js'
import { type BenchResult, median, type Side } from './harness.js'

export function describeResult(result: BenchResult): string {
  const { id, title, unit, ours, yardstick, figure, target, met } = result
  const goal = 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`
  const lines = [
    `${met ? 'met   ' : 'MISSED'} ${id.padEnd(4)} ${title}`,
    `              ours       ${describeSide(ours, unit)}`,
  ]
  if (yardstick !== undefined) {
    lines.push(`              yardstick  ${describeSide(yardstick, unit)}  ${yardstick.title}`)
  }
  lines.push(`              ${yardstick === undefined ? 'figure' : 'ratio '}     ${round(figure)}  (target ${goal})`)
  return lines.join('\n')
}

function describeSide({ values, cpu }: Side, unit: string): string {
  const shown = [median(values), Math.min(...values), Math.max(...values)].map(round)
  const spread = `${`${shown[0]} ${unit}`.padEnd(16)} (${shown[1]} to ${shown[2]})`
  return cpu === undefined ? spread : `${spread.padEnd(42)} ${describeCpu(cpu)}`
}

function describeCpu({ node, redis, database }: CpuPerEvent): string {
  const parts = { Node: node, Redis: redis, database }
  const known = Object.entries(parts).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${round(value)}`],
  )
  return `µs an event: ${known.join(', ')}`
}

export function round(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
