import { dropToken, hasToken, setToken, takeToken } from './api.js'
import { concernLines } from './concerns.js'
import { byId, h, replace, setText } from './dom.js'
import { duration } from './format.js'
import { Letters } from './letters.js'
import { follow } from './live.js'
import { StreamView } from './streams.js'

const TOAST_MS = 6_000
const STALE_MS = 10_000
const views = new Map()
let samples = {}
let actions = 'refuse'
let concernsShown = ''
let chosen
let shownAt = 0
let toastTimer

const letters = new Letters({ toast, mayAct: () => actions === 'allow' })

takeToken()
// The printed address, put into a tab that shows the page already, loads nothing by itself.
addEventListener('hashchange', () => takeToken() && location.reload())
byId('login-form').addEventListener('submit', (event) => {
  event.preventDefault()
  setToken(byId('token').value.trim())
  byId('token').value = ''
  open()
})
byId('stream').addEventListener('change', () => {
  chosen = byId('stream').value
})
if (hasToken()) open()
else askToken()

function askToken(why) {
  byId('app').hidden = true
  byId('login').hidden = false
  if (why !== undefined) setText(byId('login-why'), why)
  link('lost', 'Not signed in')
  byId('token').focus()
}

function open() {
  byId('login').hidden = true
  link('wait', 'Connecting')
  void follow({
    hello(greeting) {
      const changed = actions !== greeting.actions
      actions = greeting.actions
      byId('mode').hidden = actions === 'allow'
      byId('app').hidden = false
      if (changed && chosen !== undefined) void letters.refresh()
    },
    history(history) {
      samples = history
      for (const [key, view] of views) view.remember(history[key] ?? [])
    },
    moment: show,
    pulse() {
      const ageMs = performance.now() - shownAt
      if (ageMs > STALE_MS) link('lost', `A server does not answer; these numbers are ${duration(ageMs)} old`)
    },
    lost: () => link('lost', 'The dashboard does not answer; trying again'),
    refused(error) {
      dropToken()
      askToken(`${error.message}. ${error.remedy}`)
    },
  })
}

function show({ at, streams }) {
  shownAt = performance.now()
  const isWell = streams.every(({ errors }) => errors.length === 0)
  link(isWell ? 'live' : 'lost', isWell ? 'Live' : 'Live, but a server is away')
  showConcerns(streams)
  for (const stream of streams) viewOf(stream).update(at, stream)
  offerStreams(streams)
  letters.update(streams.find(({ key }) => key === chosen) ?? streams[0])
}

function showConcerns(streams) {
  const lines = concernLines(streams)
  const text = lines.map(({ textContent }) => textContent).join('\n')
  if (text === concernsShown) return
  concernsShown = text
  replace(byId('concerns'), lines)
}

function viewOf(stream) {
  let view = views.get(stream.key)
  if (view === undefined) {
    view = new StreamView(stream)
    view.remember(samples[stream.key] ?? [])
    views.set(stream.key, view)
    byId('streams').append(view.element)
  }
  return view
}

function offerStreams(streams) {
  chosen ??= (streams.find(({ deadLetters }) => deadLetters > 0) ?? streams[0]).key
  const select = byId('stream')
  byId('stream-choice').hidden = streams.length < 2
  if (select.options.length === streams.length) return
  select.replaceChildren(...streams.map(({ key, stream }) => h('option', { value: key }, stream)))
  select.value = chosen
}

function link(state, text) {
  byId('link').dataset.state = state
  setText(byId('link-text'), text)
}

function toast(text) {
  const element = byId('toast')
  element.textContent = text
  element.dataset.shown = ''
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => delete element.dataset.shown, TOAST_MS)
}
