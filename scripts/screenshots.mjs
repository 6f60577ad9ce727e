// Pictures of the dashboard for the docs, with made-up numbers: the page's own files, answered by a stub.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname } from 'node:path'
import { chromium } from 'playwright-core'
import { ROOT } from './bootstrap.mjs'

const ASSETS = `${ROOT}runtime/observe/dashboard/assets/`
const IMAGES = `${ROOT}docs/images/`
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' }
const SAMPLE_MS = 2_000
const SAMPLES = 300
/** One moment for all, so that the pictures change with the page alone. */
const NOW = Date.parse('2026-03-12T10:24:00Z')

const wave = (index) => 900 + 260 * Math.sin(index / 23) + 110 * Math.sin(index / 5.3) + 60 * Math.sin(index * 1.7)
/** The consumer was restarted in between: the backlog grows, then melts. */
const isAway = (index) => index > 150 && index < 172

function history() {
  let units = 40
  return Array.from({ length: SAMPLES }, (_, index) => {
    const queued = wave(index)
    const applied = isAway(index) ? 0 : units > 300 ? 2_600 + 200 * Math.sin(index) : queued
    units = Math.max(30 + 25 * Math.sin(index * 2.3) ** 2, units + ((queued - applied) * SAMPLE_MS) / 1_000)
    return {
      at: NOW - (SAMPLES - 1 - index) * SAMPLE_MS,
      units: Math.round(units),
      oldestMs: isAway(index) ? (index - 150) * SAMPLE_MS : (units / 2_600) * 1_000 + 20,
      queuedPerSecond: queued,
      appliedPerSecond: applied,
    }
  })
}

const consumer = (host, pid, state, applied) => ({
  owner: host,
  host,
  pid,
  state,
  workers: 11,
  silentMs: 900,
  applied,
  dead: 0,
  retries: state === 'working' ? 4 : 0,
  alert: null,
  alive: true,
})

const samples = history()
const last = samples.at(-1)
const STREAM = {
  stream: 'orm-lazy-channel',
  key: 'orm-lazy-channel',
  redisPool: 'default',
  mysqlPool: 'default',
  entries: 12,
  units: last.units,
  unitsExact: false,
  oldestMs: Math.round(last.oldestMs),
  queuedPerSecond: last.queuedPerSecond,
  appliedPerSecond: last.appliedPerSecond,
  owner: 'app-1',
  consumers: [consumer('app-1', 4127, 'working', 1_284_310), consumer('app-2', 3980, 'standby', 0)],
  deadLetters: 14,
  parked: 3,
  concerns: ['deadLetters'],
  errors: [],
}

const utc = (agoMs) => new Date(NOW - agoMs).toISOString().replace('T', ' ').replace('Z', '')
const letter = (id, entity, operation, errorCode, errorName, message, more = {}) => ({
  id: String(id),
  eventId: '0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c0000',
  mark: 'dead',
  entity,
  operation,
  errorCode,
  errorName,
  message,
  statement: 'INSERT INTO `users` (`id`, `first_name`, `email`, `password`) VALUES (?, ?, ?, ?)',
  changes: [
    {
      operation,
      entity,
      key: { id: 4711 },
      set: { firstName: 'Tom', email: 'tom@beeorm.io', password: '***' },
      add: {},
    },
  ],
  attempts: 1,
  queuedAt: utc(310_000),
  diedAt: utc(300_000 - id * 9_000),
  parked: 0,
  trace: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  ...more,
})
const LETTERS = [
  letter(17, 'User', 'insert', '1062', 'ER_DUP_ENTRY', "Duplicate entry 'tom@beeorm.io' for key 'users.email'", {
    parked: 3,
  }),
  letter(18, 'User', 'insert', '1062', 'ER_DUP_ENTRY', "Duplicate entry 'ada@beeorm.io' for key 'users.email'"),
  letter(21, 'Order', 'update', 'ORM2304', 'VersionConflictError', 'Order 918 has changed since it was read'),
  letter(
    22,
    'Order',
    'insert',
    '1452',
    'ER_NO_REFERENCED_ROW_2',
    'Cannot add or update a child row: a foreign key constraint fails',
  ),
]
const ANSWERS = {
  '/api/dead-letters/groups': {
    groups: [
      {
        entity: 'User',
        errorCode: '1062',
        errorName: 'ER_DUP_ENTRY',
        letters: 9,
        lastDiedAt: utc(60_000),
        lastId: '20',
      },
      {
        entity: 'Order',
        errorCode: '1452',
        errorName: 'ER_NO_REFERENCED_ROW_2',
        letters: 4,
        lastDiedAt: utc(95_000),
        lastId: '26',
      },
      {
        entity: 'Order',
        errorCode: 'ORM2304',
        errorName: 'VersionConflictError',
        letters: 1,
        lastDiedAt: utc(120_000),
        lastId: '21',
      },
    ],
  },
  '/api/dead-letters': { letters: LETTERS, next: null },
  '/api/dead-letters/17': {
    letter: LETTERS[0],
    behind: ['firstName', 'email', 'loginCount'].map((property, index) => ({
      eventId: String(index),
      parkedAt: utc(200_000 - index * 40_000),
      changes: [{ operation: 'update', entity: 'User', properties: [property] }],
    })),
  },
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://dashboard')
  if (pathname === '/api/live') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    const send = (name, data) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    send('hello', { sampleMs: SAMPLE_MS, actions: 'allow' })
    send('history', { [STREAM.key]: samples })
    send('moment', { at: NOW, streams: [STREAM] })
  } else if (ANSWERS[pathname] !== undefined) {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(ANSWERS[pathname]))
  } else {
    const name = pathname === '/' ? 'index.html' : pathname.slice(1)
    if (!readdirSync(ASSETS).includes(name)) return response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] }).end(readFileSync(ASSETS + name))
  }
})

async function picture(browser, name, options, prepare = async () => {}) {
  const page = await browser.newPage({ timezoneId: 'UTC', ...options })
  await page.clock.setFixedTime(NOW)
  await page.goto(`http://127.0.0.1:${server.address().port}/#token=stub`)
  await page.locator('.letter').first().waitFor()
  await prepare(page)
  await page.screenshot({ path: `${IMAGES}dashboard-${name}.png`, fullPage: options.fullPage === true })
  await page.close()
}

mkdirSync(IMAGES, { recursive: true })
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-sync'] })
const desktop = { viewport: { width: 1200, height: 1060 } }
const whole = { viewport: { width: 1200, height: 400 }, fullPage: true }
await picture(browser, 'light', { ...whole, colorScheme: 'light' })
await picture(browser, 'dark', { ...whole, colorScheme: 'dark' })
await picture(browser, 'letter', { ...desktop, colorScheme: 'light' }, (page) =>
  page
    .locator('.letter')
    .first()
    .click()
    .then(() => page.locator('#letter[open]').waitFor()),
)
await picture(browser, 'phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light' })
await picture(browser, 'phone-letters', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, (page) =>
  page.locator('#letters').evaluate((element) => element.scrollIntoView()),
)
await browser.close()
server.close()
server.closeAllConnections()
