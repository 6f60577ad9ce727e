import { h, setText, svg } from './dom.js'

const WIDTH = 600
const HEIGHT = 120
const WINDOW_MS = 600_000

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/**
 * Ten minutes of one or two lines, with the values under the pointer. `series` is a list of { name, of(sample) }, `format` writes a value. Where nothing was
 * known the line has a gap.
 */
export class Chart {
  constructor(title, series, format) {
    this.series = series
    this.format = format
    this.lines = series.map((_, index) => svg('path', { class: `line line-${index}` }))
    this.area = svg('path', { class: 'area' })
    this.top = h('span', { class: 'axis' })
    this.summary = h('span', { class: 'visually-hidden' })
    this.readout = h('p', { class: 'readout', hidden: true, 'aria-hidden': true })
    this.cursor = svg('line', { class: 'cursor', y1: 0, y2: HEIGHT, visibility: 'hidden' })
    this.samples = []
    const grid = [0.25, 0.5, 0.75].map((at) =>
      svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT * at, y2: HEIGHT * at }),
    )
    const plot = svg(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': true },
      ...grid,
      this.area,
      ...this.lines,
      this.cursor,
    )
    const legend =
      series.length > 1 &&
      h('span', { class: 'legend' }, ...series.map(({ name }, index) => h('span', { class: `key key-${index}` }, name)))
    this.element = h(
      'figure',
      { class: 'chart' },
      h('figcaption', {}, h('span', { class: 'chart-title' }, title), legend, this.summary),
      h(
        'div',
        { class: 'plot', onpointermove: (event) => this.#follow(event), onpointerleave: () => this.#leave() },
        this.top,
        plot,
        this.readout,
      ),
      h('div', { class: 'axis-row', 'aria-hidden': true }, h('span', {}, '10 min ago'), h('span', {}, 'now')),
    )
  }

  draw(samples, now) {
    this.samples = samples
    this.now = now
    const values = this.series.map(({ of }) => samples.map(of))
    const known = values.flat().filter((value) => value !== null)
    const peak = known.length === 0 ? 0 : Math.max(...known)
    const scale = peak === 0 ? 1 : peak * 1.1
    const x = (at) => WIDTH - ((now - at) / WINDOW_MS) * WIDTH
    const y = (value) => HEIGHT - 1.5 - (value / scale) * (HEIGHT - 3)
    values.forEach((line, index) => {
      const parts = pieces(samples, line, x, y)
      this.lines[index].setAttribute('d', parts.map(({ path }) => path).join(''))
      if (index > 0) return
      const areas = parts.map(({ path, from, to }) => `${path}L${to} ${HEIGHT}L${from} ${HEIGHT}Z`)
      this.area.setAttribute('d', areas.join(''))
    })
    setText(this.top, peak === 0 ? '' : this.format(peak))
    const latest = this.series.flatMap((series) => this.#written(series, samples.at(-1)))
    setText(
      this.summary,
      `: now ${latest.join(', ') || 'unknown'}, at most ${this.format(peak)} in the last ten minutes`,
    )
    if (this.pointed !== undefined) this.#read()
  }

  #follow({ clientX, currentTarget }) {
    const { left, width } = currentTarget.getBoundingClientRect()
    this.pointed = (clientX - left) / width
    this.#read()
  }

  #leave() {
    this.pointed = undefined
    this.readout.hidden = true
    this.cursor.setAttribute('visibility', 'hidden')
  }

  /** Of the sample that is nearest to the pointer. */
  #read() {
    const wanted = this.now - (1 - this.pointed) * WINDOW_MS
    const distance = (sample) => Math.abs(sample.at - wanted)
    const nearest = this.samples.reduce(
      (best, sample) => (best && distance(best) <= distance(sample) ? best : sample),
      undefined,
    )
    if (nearest === undefined) return
    const x = WIDTH - ((this.now - nearest.at) / WINDOW_MS) * WIDTH
    this.cursor.setAttribute('x1', x)
    this.cursor.setAttribute('x2', x)
    this.cursor.setAttribute('visibility', 'visible')
    const values = this.series.flatMap((series) => this.#written(series, nearest))
    setText(this.readout, `${CLOCK.format(nearest.at)}  ${values.join(', ') || 'unknown'}`)
    this.readout.hidden = false
  }

  #written({ name, of }, sample) {
    const value = sample === undefined ? null : of(sample)
    if (value === null) return []
    return [this.series.length > 1 ? `${name} ${this.format(value)}` : this.format(value)]
  }
}

/** Lines between gaps. */
function pieces(samples, values, x, y) {
  const found = []
  let piece
  values.forEach((value, index) => {
    if (value === null) {
      piece = undefined
      return
    }
    const at = x(samples[index].at).toFixed(1)
    if (piece === undefined) {
      piece = { path: '', from: at, to: at }
      found.push(piece)
    }
    piece.path += `${piece.path === '' ? 'M' : 'L'}${at} ${y(value).toFixed(1)}`
    piece.to = at
  })
  return found
}
