import type { DrainResult, WriteResult } from './measure.js'
import { CONCURRENCY } from './peer.js'

export function writeTable(results: readonly WriteResult[]): string {
  const rows = results.map(({ name, rate, p50, p99, node }) => [
    name,
    whole(rate),
    p50.toFixed(2),
    p99.toFixed(2),
    node.toFixed(1),
  ])
  const heads = [
    `${CONCURRENCY} callers at the same time`,
    'rows a second',
    'a caller waits, ms: p50',
    'p99',
    'µs of Node a row',
  ]
  return table(heads, rows)
}

export function drainTable(results: readonly DrainResult[]): string {
  const rows = results.map(({ name, rate, node }) => [name, whole(rate), node.toFixed(1)])
  return table(['from the queue to MySQL', 'rows a second', 'µs of Node a row'], rows)
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = heads.map((_, column) => (column === 0 ? '---' : '--:'))
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
