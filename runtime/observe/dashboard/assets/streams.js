import { Chart } from './chart.js'
import { h, replace, setText } from './dom.js'
import { duration, number, plural, short, UNKNOWN } from './format.js'

const WINDOW_MS = 600_000

/** A stream's tiles, charts and consumers; built once, then kept up to date. */
export class StreamView {
  constructor(stream) {
    this.samples = []
    this.tiles = {
      waiting: tile('Waiting'),
      oldest: tile('Oldest waiting'),
      applied: tile('Applied'),
      dead: tile('Dead letters'),
    }
    this.charts = [
      new Chart('Waiting units', [{ name: 'waiting', of: ({ units }) => units }], short),
      new Chart(
        'Units a second',
        [
          { name: 'applied', of: ({ appliedPerSecond }) => appliedPerSecond },
          { name: 'queued', of: ({ queuedPerSecond }) => queuedPerSecond },
        ],
        (value) => `${short(value)}/s`,
      ),
      new Chart('Age of the oldest', [{ name: 'age', of: ({ oldestMs }) => oldestMs }], duration),
    ]
    this.consumers = h('div', { class: 'consumers' })
    const title = `stream-${stream.key}`
    this.element = h(
      'section',
      { class: 'stream', 'aria-labelledby': title },
      h(
        'div',
        { class: 'title-row' },
        h('h2', { id: title }, stream.stream),
        h('p', { class: 'muted' }, `Redis ${stream.redisPool} → MySQL ${stream.mysqlPool}`),
      ),
      h('dl', { class: 'tiles' }, ...Object.values(this.tiles).map(({ element }) => element)),
      h('div', { class: 'charts' }, ...this.charts.map(({ element }) => element)),
      this.consumers,
    )
  }

  remember(samples) {
    this.samples = [...samples]
  }

  update(at, stream) {
    const { units, unitsExact, entries, oldestMs, appliedPerSecond, queuedPerSecond, deadLetters, parked } = stream
    const last = this.samples.at(-1)
    if (last === undefined || last.at < at) {
      const age = entries === null ? null : (oldestMs ?? 0)
      this.samples.push({ at, units, oldestMs: age, appliedPerSecond, queuedPerSecond })
      this.samples = this.samples.filter((sample) => sample.at > at - WINDOW_MS)
    }
    const about = unitsExact === false ? 'about ' : ''
    this.tiles.waiting.show(
      units === null ? UNKNOWN : `${about}${short(units)}`,
      units === null
        ? 'Redis is away'
        : `${unitsExact ? 'units' : 'units, an estimate'}, in ${plural(entries, 'entry', 'entries')}`,
    )
    this.tiles.oldest.show(
      entries === null ? UNKNOWN : oldestMs === null ? 'nothing waits' : duration(oldestMs),
      oldestMs === null ? '' : 'since it was queued',
    )
    this.tiles.applied.show(
      appliedPerSecond === null ? UNKNOWN : `${short(appliedPerSecond)}/s`,
      queuedPerSecond === null ? '' : `${short(queuedPerSecond)}/s queued`,
    )
    this.tiles.dead.show(
      deadLetters === null ? UNKNOWN : number(deadLetters),
      parked === null ? 'MySQL is away' : parked === 0 ? 'nothing parked' : `${plural(parked, 'unit')} parked behind`,
      deadLetters > 0 ? 'bad' : undefined,
    )
    for (const chart of this.charts) chart.draw(this.samples, at)
    replace(this.consumers, consumers(stream))
  }
}

function tile(label) {
  const value = h('span', { class: 'value' })
  const note = h('span', { class: 'note' })
  const element = h('div', { class: 'tile' }, h('dt', {}, label), h('dd', {}, value, note))
  return {
    element,
    show(text, more, state = '') {
      setText(value, text)
      setText(note, more)
      element.dataset.state = state
    },
  }
}

function consumers({ consumers: found, owner }) {
  if (found === null) return h('p', { class: 'muted' }, 'MySQL is away: who works this stream is not known.')
  if (found.length === 0) {
    return h('p', { class: 'muted' }, 'No consumer has been heard of. Start one: ', h('code', {}, 'orm-gen consume'))
  }
  const head = ['Consumer', 'State', 'Workers', 'Heartbeat', 'Applied', 'Retries']
  return h(
    'table',
    {},
    h('caption', {}, 'Consumers'),
    h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...found.map((consumer) => row(consumer, owner))),
  )
}

function row(consumer, owner) {
  const { host, pid, state, workers, silentMs, applied, retries, alive, alert } = consumer
  const shown = alive ? state : 'gone'
  const cell = (label, ...children) => h('td', { 'data-label': label }, ...children)
  return h(
    'tr',
    { class: alive ? undefined : 'gone' },
    h(
      'th',
      { scope: 'row' },
      `${host}:${pid}`,
      consumer.owner === owner && h('span', { class: 'muted' }, ' holds the lease'),
    ),
    cell('State', h('span', { class: `state state-${shown}` }, shown), alert && h('span', { class: 'note' }, alert)),
    cell('Workers', number(workers)),
    cell('Heartbeat', `${duration(silentMs)} ago`),
    cell('Applied', number(applied)),
    cell('Retries', number(retries)),
  )
}
