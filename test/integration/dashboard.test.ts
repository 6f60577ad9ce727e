import { once } from 'node:events'
import { get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { resolveConfig } from 'orm-gen'
import { createDashboard, WeakTokenError } from 'orm-gen/dashboard'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConsumerRig } from '../support/consumer-rig.js'
import { DashboardRig } from '../support/dashboard-rig.js'
import { event } from '../support/events.js'
import { orm } from '../support/test-terminal.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), name: varchar(50), email: varchar(100).unique(), secret: varchar(20).sensitive().nullable() })
`
const insert = (id: number, email: string) =>
  event(['insert', 'User', '@id', 'name', 'email', 'secret'], id, `user ${id}`, email, 'hush')
const rename = (id: number, name: string) => event(['update', 'User', '@id', 'name'], id, name)

let rig: ConsumerRig
let page: DashboardRig

beforeEach(async () => {
  rig = await ConsumerRig.create('dashboard', SCHEMA)
  page = await DashboardRig.open(rig, { actions: 'allow' })
})
afterEach(async () => {
  await page[Symbol.asyncDispose]()
  await rig[Symbol.asyncDispose]()
})

const lettersPath = (rest = '') => `/api/dead-letters${rest}${rest.includes('?') ? '&' : '?'}stream=${rig.stream}`

/** Events of the live stream until one satisfies `enough`. */
async function live(enough: (name: string, data: never) => boolean): Promise<void> {
  const call = get({ port: page.port, path: '/api/live', headers: { authorization: `Bearer ${page.dashboard.token}` } })
  const [response] = await once(call, 'response')
  let text = ''
  for await (const chunk of response) {
    text += chunk
    const events = text.split('\n\n')
    text = events.pop()!
    for (const event of events) {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(event) ?? []
      if (enough(name, JSON.parse(data) as never)) return call.destroy() && undefined
    }
  }
  throw new Error('the stream ended before')
}

describe('access', () => {
  test.each([
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: 'Bearer wrong-wrong-wrong-wrong' }],
  ])('with %s nothing is told', async (_, headers) => {
    for (const path of ['/api/live', lettersPath(), lettersPath('/groups'), lettersPath('/1')]) {
      const { status, data } = await page.ask(path, undefined, headers)
      expect(status).toBe(401)
      expect(data).toEqual({ error: { message: 'The token is missing or wrong', remedy: expect.any(String) } })
    }
    expect((await page.ask('/api/dead-letters/discard', { stream: rig.stream, all: true }, headers)).status).toBe(401)
  })

  test('a name that is made to resolve to this machine is refused, addresses of digits and localhost are not', async () => {
    for (const host of ['evil.example', 'evil.example:4983', '127.0.0.1.evil.example']) {
      expect((await page.ask('/', undefined, { host })).status).toBe(421)
    }
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:80', '10.0.0.7:8080']) {
      expect((await page.ask('/', undefined, { host })).status).toBe(200)
    }
    await using named = await DashboardRig.open(rig, { hosts: ['queue.example'] })
    expect((await named.ask('/', undefined, { host: 'Queue.example:443' })).status).toBe(200)
  })

  test('the page may load and do nothing but its own files, and nobody may frame it', async () => {
    const { headers, text } = await page.ask('/')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    expect(headers['set-cookie']).toBeUndefined()
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/)
    expect((await page.ask('/app.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect((await page.ask('/../create-dashboard.ts')).status).toBe(404)
    expect((await page.ask('/%2e%2e/create-dashboard.ts')).status).toBe(404)
  })

  test('a token that could be guessed is refused', () => {
    expect(() => createDashboard(rig, { token: 'secret' })).toThrow(WeakTokenError)
  })

  test('mounted under a path, it is sent to the address with the slash that its files need', async () => {
    await using mounted = await DashboardRig.open(rig, { basePath: '/admin/queue' })
    expect(await mounted.ask('/admin/queue')).toMatchObject({ status: 308, headers: { location: 'queue/' } })
    expect((await mounted.ask('/admin/queue/')).text).toContain('<!doctype html>')
    expect((await mounted.ask('/admin/queue/style.css')).status).toBe(200)
  })
})

describe('looking', () => {
  test('the live stream tells what waits, and who works it, in the form of status --json', async () => {
    await rig.queue([insert(1, 'a@x')], [insert(2, 'b@x')])
    const names: string[] = []
    await live((name, data: { streams: readonly { readonly units: number }[] }) => {
      names.push(name)
      if (name !== 'moment' || data.streams[0]?.units !== 2) return false
      expect(data.streams).toMatchObject([
        { stream: 'orm-lazy-channel', unitsExact: true, concerns: ['noConsumer'], errors: [] },
      ])
      return true
    })
    expect(names.slice(0, 2)).toEqual(['hello', 'history'])
  })

  test('a letter shows its values with the sensitive ones masked, and what waits behind it without values', async () => {
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')], [rename(2, 'behind')])
    await rig.drain()
    const { data } = await page.ask(lettersPath('/groups'))
    expect(data).toMatchObject({ groups: [{ entity: 'User', errorCode: '1062', letters: 1 }] })
    const { text } = await page.ask(lettersPath('/1'))
    expect(JSON.parse(text)).toMatchObject({
      letter: { changes: [{ set: { email: 'taken@x', secret: '***' } }], parked: 1 },
      behind: [{ changes: [{ operation: 'update', entity: 'User', properties: ['name'] }] }],
    })
    expect(text).not.toContain('hush')
    expect((await page.ask(lettersPath('/77'))).status).toBe(404)
  })

  test('a server that is away is a fact, and the other is still shown', async () => {
    const mysql = 'mysql://root@127.0.0.1:1/app'
    const config = await resolveConfig({ default: { mysql, redis: rig.world.redisUrl } })
    await page[Symbol.asyncDispose]()
    page = await DashboardRig.open({ config }, { actions: 'allow' })
    await live((name, data: { streams: readonly object[] }) => {
      if (name !== 'moment') return false
      expect(data.streams).toMatchObject([
        { entries: 0, consumers: null, deadLetters: null, errors: [{ code: 'ORM2503', remedy: expect.any(String) }] },
      ])
      return true
    })
    const { status, data } = await page.ask('/api/dead-letters?stream=orm-lazy-channel')
    expect([status, data]).toMatchObject([503, { error: { message: expect.stringContaining('127.0.0.1:1') } }])
  })

  test('while a server keeps it waiting, the dashboard shows that it is there itself', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const mysql = `mysql://root@127.0.0.1:${(silent.address() as AddressInfo).port}/app`
    const config = await resolveConfig(
      { default: { mysql, redis: rig.world.redisUrl } },
      { deadlines: { connectMs: 20_000 } },
    )
    await page[Symbol.asyncDispose]()
    page = await DashboardRig.open({ config })
    const names: string[] = []
    await live((name) => names.push(name) > 0 && name === 'pulse')
    expect(names).toEqual(['hello', 'history', 'pulse'])
    silent.close()
  })

  test('ten thousand dead letters come a page at a time', async () => {
    await rig.world.query(`INSERT INTO orm_lazy_dead_letter
      (part, event_id, entity, operation, error_code, error_name, message, payload, queued_at, died_at)
      SELECT '${rig.stream}', UNHEX(MD5(seq)), 'User', 'insert', '1062', 'ER_DUP_ENTRY', 'no', '[]', NOW(3), NOW(3)
      FROM (${NUMBERS}) AS numbers`)
    const seen = new Set<string>()
    for (let after: string | null = '0'; after !== null; ) {
      const { data, text }: { data: { letters: { id: string }[]; next: string | null }; text: string } = await page.ask(
        lettersPath(`?after=${after}&limit=5000`),
      )
      expect(text.length).toBeLessThan(200_000)
      for (const { id } of data.letters) seen.add(id)
      after = data.next
    }
    expect(seen.size).toBe(10_000)
    expect((await page.ask(lettersPath('/groups'))).data).toMatchObject({ groups: [{ letters: 10_000 }] })
  })
})

describe('acting', () => {
  beforeEach(async () => {
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')], [insert(3, 'taken@x')])
    await rig.drain()
  })
  const marks = async () =>
    (await rig.world.query<{ status: string }>('SELECT status FROM orm_lazy_dead_letter ORDER BY id')).map(
      ({ status }) => status,
    )

  test('one letter or a whole cause is marked, and again is nothing', async () => {
    const { stream } = rig
    expect((await page.ask('/api/dead-letters/retry', { stream, ids: ['1'] })).data).toEqual({ marked: 1 })
    const group = { stream, entity: 'User', errorCode: '1062' }
    expect((await page.ask('/api/dead-letters/discard', group)).data).toEqual({ marked: 1 })
    expect((await page.ask('/api/dead-letters/discard', group)).data).toEqual({ marked: 0 })
    expect(await marks()).toEqual(['retry', 'discard'])
  })

  test('where only looking is allowed, nothing is marked', async () => {
    await using readOnly = await DashboardRig.open(rig)
    const { status, data } = await readOnly.ask('/api/dead-letters/discard', { stream: rig.stream, all: true })
    expect([status, data]).toEqual([
      403,
      { error: { message: 'This dashboard only looks', remedy: expect.stringContaining('--allow-actions') } },
    ])
    expect(await marks()).toEqual(['dead', 'dead'])
  })

  test('a body that does not say which, or does not come from the page, marks nothing', async () => {
    const { stream } = rig
    const refused: [unknown, Record<string, string>, number][] = [
      [{ stream }, {}, 400],
      [{ all: true }, {}, 400],
      [{ stream: 'other', all: true }, {}, 404],
      [{ stream, ids: ["1' OR 1=1"] }, {}, 400],
      [{ stream, ids: 'all' }, {}, 400],
      [{ stream, all: true }, { 'content-type': 'text/plain' }, 415],
      [{ stream, all: true, padding: 'x'.repeat(300_000) }, {}, 413],
    ]
    for (const [body, headers, expected] of refused) {
      expect((await page.ask('/api/dead-letters/discard', body, headers)).status).toBe(expected)
    }
    expect((await page.ask('/api/dead-letters/drop', { stream, all: true })).status).toBe(404)
    expect(await marks()).toEqual(['dead', 'dead'])
  })
})

test('orm-gen dashboard prints an address that opens, and ends with its signal', async () => {
  const stop = new AbortController()
  let opened: Promise<[number, number]> | undefined
  const env = { REDIS_URL: rig.world.redisUrl, MYSQL_URL: rig.world.mysqlUrl, ORM_GEN_PORT: '0' }
  const { code, stdout } = await orm(['dashboard'], {
    env,
    signal: stop.signal,
    onOutput: (text) => {
      const [, address, token] = /(http:\/\/127\.0\.0\.1:\d+\/)#token=(\S+)\n/.exec(text) ?? []
      if (address === undefined || opened !== undefined) return
      const headers = { authorization: `Bearer ${token}` }
      opened = Promise.all([
        fetch(address).then(({ status }) => status),
        fetch(`${address}api/dead-letters/groups?stream=orm-lazy-channel`, { headers }).then(({ status }) => status),
      ])
      void opened.finally(() => stop.abort('SIGTERM'))
    },
  })
  expect(await opened).toEqual([200, 200])
  expect(code).toBe(0)
  expect(stdout).toContain('Read-only')
  expect(stdout).not.toContain('Others can reach it')
})

const NUMBERS = `SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS seq FROM ${['a', 'b', 'c', 'd']
  .map(
    (name) =>
      `(SELECT 0 AS n ${Array.from({ length: 9 }, (_, n) => `UNION ALL SELECT ${n + 1}`).join(' ')}) AS ${name}`,
  )
  .join(' JOIN ')}`
