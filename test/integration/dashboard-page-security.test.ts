import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BROWSER_NEEDED, CHROMIUM, OpenBrowser } from '../support/browser.js'
import { event } from '../support/events.js'
import { IN_BROWSER, PageRig, WAIT } from '../support/page-rig.js'

const SCHEMA = `export const User = defineEntity('users', { id: id(), email: varchar(100).unique() })`
const insert = (id: number, email: string) => event(['insert', 'User', '@id', 'email'], id, email)

describe.skipIf(CHROMIUM === undefined)(`the page against others in a browser${BROWSER_NEEDED}`, IN_BROWSER, () => {
  let browser: OpenBrowser
  let world: PageRig

  beforeAll(async () => {
    browser = await OpenBrowser.launch()
  })
  afterAll(() => browser?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    world = await PageRig.open(browser.page, SCHEMA)
    await world.rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')])
    await world.rig.drain()
    await world.visit()
  })
  afterEach(() => world[Symbol.asyncDispose]())

  /** A page of another origin, in the browser that has the dashboard open. */
  async function elsewhere() {
    const server = createServer((_, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>elsewhere</title>'),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const page = await world.page.context().newPage()
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    return {
      page,
      async [Symbol.asyncDispose]() {
        await page.close()
        server.close()
        server.closeAllConnections()
      },
    }
  }

  const marks = () => world.rig.world.query('SELECT status FROM orm_lazy_dead_letter')

  test('a page of another origin can neither read nor act, whatever it sends', async () => {
    await using other = await elsewhere()
    const { server, rig } = world
    const target = `http://127.0.0.1:${server.port}/api/dead-letters`
    const body = JSON.stringify({ stream: rig.stream, all: true })
    const tell = (path: string, options: object) =>
      other.page.evaluate(`fetch(${JSON.stringify(path)}, ${JSON.stringify(options)}).then(
        async (response) => response.type + ' ' + response.status + ' ' + (await response.text()), () => 'refused')`)

    expect(await tell(`${target}/discard`, { method: 'POST', mode: 'no-cors', body })).toBe('refused')
    const headers = { 'Content-Type': 'application/json', 'X-Orm-Gen': 'dashboard', Authorization: 'Bearer guess' }
    expect(await tell(`${target}/discard`, { method: 'POST', headers, body })).toBe('refused')
    const stolen = { Authorization: `Bearer ${server.dashboard.token}` }
    expect(await tell(`${target}?stream=${rig.stream}`, { headers: stolen })).toBe('refused')
    expect(await marks()).toEqual([{ status: 'dead' }])
  })

  test('a page of another origin cannot put it into a frame', async () => {
    await using other = await elsewhere()
    await other.page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe')
      frame.src = ${JSON.stringify(world.server.address)}
      frame.onload = resolve
      document.body.append(frame)
    })`)
    const [, frame] = other.page.frames()
    expect(frame!.url()).toBe('chrome-error://chromewebdata/')
  })

  test('markup that got into the page all the same could neither run nor fetch', async () => {
    const { page, complaints } = world
    await page.evaluate(`{
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      const image = document.createElement('div')
      image.innerHTML = '<img src="https://elsewhere.example/x" onerror="window.ran = true">'
      document.body.append(script, image)
    }`)
    await expect.poll(() => complaints.length, WAIT).toBeGreaterThan(1)
    expect(await page.evaluate('window.ran')).toBeUndefined()
  })

  test('the token is kept from the address, the next site, and the next visit', async () => {
    const { page, server } = world
    const { token } = server.dashboard
    expect(page.url()).not.toContain(token)
    expect(await page.evaluate('document.cookie + JSON.stringify(localStorage)')).not.toContain(token)
    const another = await page.context().newPage()
    await another.goto(`http://127.0.0.1:${server.port}/`)
    await another.getByRole('textbox', { name: 'Token' }).waitFor(WAIT)
    await another.close()
  })
})
