import { h } from './dom.js'
import { duration, plural } from './format.js'

/** What somebody should look at, one line each; [] when all is well. */
export function concernLines(streams) {
  const seen = new Set()
  return streams
    .flatMap(linesOf)
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .map(({ text, remedy, kind }) =>
      h('div', { class: `concern ${kind}` }, h('strong', {}, text), remedy && h('span', { class: 'note' }, remedy)),
    )
}

function linesOf({ stream, errors, concerns, entries, oldestMs, consumers }) {
  const lines = errors.map(({ message, remedy }) => ({ kind: 'bad', text: message, remedy }))
  if (concerns.includes('noConsumer')) {
    const age = oldestMs === null ? '' : `, the oldest for ${duration(oldestMs)}`
    lines.push({
      kind: 'bad',
      text: `${stream}: ${plural(entries, 'entry waits', 'entries wait')}${age}, and no consumer is alive`,
      remedy: 'Start one: orm-gen consume. Nothing is lost meanwhile.',
    })
  }
  for (const { alive, alert, host, pid } of consumers ?? []) {
    if (alive && alert) lines.push({ kind: 'warn', text: `${stream}: ${host}:${pid} waits`, remedy: alert })
  }
  return lines
}
