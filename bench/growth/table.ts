import type { PointResult, SeriesResult } from './series.js'

/** A Markdown table for a series, under its title. */
export function seriesTable({ series, points }: SeriesResult): string {
  const heads = [
    series.along,
    'events a second (least to most)',
    'to the first',
    'µs an event: Node / Redis / database',
  ]
  const rows = points.map((point) => [point.label, rate(point), point.ratio.toFixed(2), cpu(point)])
  const lines = [heads, ['--:', '---', '--:', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `**${series.title}**\n\n${lines.join('\n')}`
}

function rate({ median, least, most }: PointResult): string {
  return least === most ? shown(median) : `${shown(median)} (${shown(least)} to ${shown(most)})`
}

function cpu({ node, redis, database }: PointResult): string {
  if (node === undefined) return ''
  return [node, redis, database].map((value) => (value === undefined ? '?' : value.toFixed(1))).join(' / ')
}

function shown(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
