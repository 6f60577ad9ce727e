import type { SeriesResult } from './series.js'

const PANEL = { width: 360, height: 220 } as const
const PLOT = { left: 52, right: 12, top: 44, bottom: 44 } as const
const COLUMNS = 2
const BAR_SHARE = 0.6

/** A panel of bars for each series, two beside each other; follows the reader's light or dark colours. */
export function plotSvg(results: readonly SeriesResult[]): string {
  const rows = Math.ceil(results.length / COLUMNS)
  const [width, height] = [PANEL.width * COLUMNS, PANEL.height * rows]
  const panels = results.map((result, index) => {
    const [x, y] = [(index % COLUMNS) * PANEL.width, Math.floor(index / COLUMNS) * PANEL.height]
    return `<g transform="translate(${x} ${y})">\n${panel(result)}\n</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Events a second as work grows">
${STYLE}
<rect class="ground" width="${width}" height="${height}"/>
${panels.join('\n')}
</svg>
`
}

const STYLE = `<style>
  text { font: 11px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600; font-size: 12px }
  .ground { fill: #fff } .grid { stroke: #ddd } .bar { fill: #3b76c4 } .spread { stroke: #222 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ccc } .ground { fill: #16181c } .grid { stroke: #333 } .bar { fill: #5b96e4 } .spread { stroke: #eee }
  }
</style>`

function panel({ series, points }: SeriesResult): string {
  const top = niceTop(Math.max(...points.map(({ most }) => most)))
  const [inner, step] = [PANEL.height - PLOT.top - PLOT.bottom, (PANEL.width - PLOT.left - PLOT.right) / points.length]
  const yOf = (value: number) => round(PLOT.top + inner * (1 - value / top))
  const grid = [0, 0.5, 1].map((share) => {
    const y = yOf(top * share)
    const line = `<line class="grid" x1="${PLOT.left}" x2="${PANEL.width - PLOT.right}" y1="${y}" y2="${y}"/>`
    return `${line}<text x="${PLOT.left - 6}" y="${y + 4}" text-anchor="end">${thousands(top * share)}</text>`
  })
  const bars = points.map(({ label, median, least, most }, index) => {
    const middle = round(PLOT.left + step * (index + 0.5))
    const bar = `<rect class="bar" x="${round(middle - (step * BAR_SHARE) / 2)}" width="${round(step * BAR_SHARE)}" y="${yOf(median)}" height="${round(yOf(0) - yOf(median))}"/>`
    const spread = `<line class="spread" x1="${middle}" x2="${middle}" y1="${yOf(most)}" y2="${yOf(least)}"/>`
    const name = `<text x="${middle}" y="${PANEL.height - PLOT.bottom + 16}" text-anchor="middle">${escaped(label)}</text>`
    return bar + spread + name
  })
  const center = PLOT.left + (PANEL.width - PLOT.left - PLOT.right) / 2
  return [
    `<text class="title" x="${PLOT.left}" y="18">${escaped(shortened(series.title))}</text>`,
    `<text x="${PLOT.left}" y="34">events a second</text>`,
    ...grid,
    ...bars,
    `<text x="${center}" y="${PANEL.height - 8}" text-anchor="middle">${escaped(series.along)}</text>`,
  ].join('\n')
}

/** The next of 1, 2, 5, 10, 20, 50 ... */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= value)!
}

function thousands(value: number): string {
  return value >= 1_000 ? `${round(value / 1_000)} k` : String(round(value))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** What stands behind a comma is said in the table. */
function shortened(title: string): string {
  return title.split(',')[0]!
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
