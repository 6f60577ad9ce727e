import { byId, h } from './dom.js'
import { plural, time, value } from './format.js'

/** A version conflict alone can be applied whatever the row has become. */
export const isForcible = ({ errorCode }) => errorCode === 'ORM2304'

/**
 * One letter with all that is known of it. `act` is undefined where the dashboard only looks; `onClosed` finds a place for
 * the focus, since the list may have been drawn anew meanwhile.
 */
export function showLetter({ letter, behind }, act, onClosed) {
  const dialog = byId('letter')
  const run = (action) => async () => {
    if (await act(action)) dialog.close()
  }
  const { id, operation, entity, errorCode, errorName, message, statement, changes, unreadable, mark } = letter
  dialog.replaceChildren(
    h(
      'div',
      { class: 'title-row' },
      h('h2', { id: 'letter-title' }, `Dead letter ${id}`),
      h('button', { 'aria-label': 'Close', onclick: () => dialog.close(), autofocus: true }, 'Close'),
    ),
    h(
      'p',
      {},
      h('strong', {}, `${operation} ${entity}`),
      ' ',
      h('span', { class: 'code' }, `${errorCode} ${errorName}`),
    ),
    h('p', { class: 'cause' }, message),
    mark !== 'dead' && h('p', { class: 'concern warn' }, `${mark} was asked: the running consumer carries it out.`),
    ...(changes ?? []).map(change),
    unreadable && part('Entry as found', h('pre', {}, unreadable)),
    statement && part('SQL', h('pre', {}, statement)),
    facts(letter),
    part(
      letter.parked === 0 ? 'Nothing is parked behind it' : `${plural(letter.parked, 'unit')} parked behind it`,
      parked(letter, behind),
    ),
    act &&
      mark === 'dead' &&
      h(
        'div',
        { class: 'dialog-actions' },
        isForcible(letter) && h('button', { onclick: run('force') }, 'Force'),
        h('button', { class: 'danger', onclick: run('discard') }, 'Discard'),
        h('button', { class: 'primary', onclick: run('retry') }, 'Retry'),
      ),
  )
  for (const child of [...dialog.childNodes]) if (child.nodeType === Node.TEXT_NODE) child.remove()
  if (dialog.open) return
  dialog.showModal()
  dialog.addEventListener('close', onClosed, { once: true })
}

function part(title, ...children) {
  return h('section', {}, h('h3', {}, title), ...children)
}

function change({ operation, entity, key, set, add }) {
  const rows = [
    ...Object.entries(key).map(([name, raw]) => [name, value(raw), 'key']),
    ...Object.entries(set).map(([name, raw]) => [name, value(raw), '']),
    ...Object.entries(add).map(([name, raw]) => [name, `+ ${value(raw)}`, '']),
  ]
  return part(
    `${operation} ${entity}`,
    h(
      'dl',
      { class: 'values' },
      ...rows.map(([name, text, role]) =>
        h('div', {}, h('dt', {}, name, role && h('span', { class: 'muted' }, ` ${role}`)), h('dd', {}, text)),
      ),
    ),
  )
}

function facts({ eventId, trace, queuedAt, diedAt, attempts }) {
  const rows = [
    ['Unit', eventId],
    ...(trace ? [['Trace', trace.split('-')[1]]] : []),
    ['Queued', time(queuedAt)],
    ['Died', `${time(diedAt)}, after ${plural(attempts, 'attempt')}`],
  ]
  return part(
    'When',
    h('dl', { class: 'values' }, ...rows.map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, text)))),
  )
}

function parked({ parked: total }, behind) {
  if (behind.length === 0) return undefined
  const line = ({ changes, parkedAt }) => {
    const words = changes.map(({ operation, entity, properties }) => `${operation} ${entity} ${properties.join(', ')}`)
    return h('li', {}, words.join('; ') || 'unreadable', h('span', { class: 'note' }, time(parkedAt)))
  }
  const more = total > behind.length && h('p', { class: 'muted' }, `and ${total - behind.length} more`)
  return h('div', {}, h('ol', {}, ...behind.map(line)), more)
}
