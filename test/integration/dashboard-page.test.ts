import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BROWSER_NEEDED, CHROMIUM, OpenBrowser } from '../support/browser.js'
import type { ConsumerRig } from '../support/consumer-rig.js'
import { DashboardRig } from '../support/dashboard-rig.js'
import { event } from '../support/events.js'
import { IN_BROWSER, PageRig, WAIT } from '../support/page-rig.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), name: varchar(200), email: varchar(100).unique() })
`
const insert = (id: number, email: string, name = `user ${id}`) =>
  event(['insert', 'User', '@id', 'name', 'email'], id, name, email)

describe.skipIf(CHROMIUM === undefined)(`the page in a browser${BROWSER_NEEDED}`, IN_BROWSER, () => {
  let browser: OpenBrowser
  let world: PageRig
  let rig: ConsumerRig
  let page: Page

  beforeAll(async () => {
    browser = await OpenBrowser.launch()
  })
  afterAll(() => browser?.[Symbol.asyncDispose]())

  beforeEach(async () => {
    world = await PageRig.open(browser.page, SCHEMA)
    ;({ rig, page } = world)
  })
  afterEach(async () => {
    await world[Symbol.asyncDispose]()
    expect(world.complaints).toEqual([])
  })

  const users = () => rig.world.query('SELECT id, email FROM users ORDER BY id')
  const text = (selector: string) => world.text(selector)

  test('shows what waits, and drops the token from the address', async () => {
    await rig.queue([insert(1, 'a@x')], [insert(2, 'b@x')], [insert(3, 'c@x')])
    await page.goto(world.server.address)
    await page.getByText('Live', { exact: true }).waitFor(WAIT)

    await page.getByText('units, in 1 entry').waitFor(WAIT)
    expect(await text('.tiles')).toContain('Waiting3units, in 1 entry')
    expect(await text('#concerns')).toContain('no consumer is alive')
    // Dead letters are asked for by themselves: their answer may be behind.
    await page.locator('#letters').getByText('None.').waitFor(WAIT)
    expect(page.url()).not.toContain('token')
    await page.reload()
    await page.getByText('Live', { exact: true }).waitFor(WAIT)
  })

  test('retries one letter and discards the rest, and the running consumer carries it out', async () => {
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')], [insert(3, 'taken@x')], [insert(4, 'taken@x')])
    await rig.drain()
    const stop = new AbortController()
    const running = rig.consumer().run({ signal: stop.signal })
    await page.goto(world.server.address)
    await page.locator('.letter').nth(2).waitFor(WAIT)

    await rig.world.query("UPDATE users SET email = 'free@x' WHERE id = 1")
    await page.locator('.letter').first().click()
    expect(await text('#letter[open]')).toContain('taken@x')
    await page.locator('#letter[open]').getByRole('button', { name: 'Retry' }).click()
    await page.locator('#confirm').getByRole('button', { name: 'Cancel' }).click()
    await page.locator('#letter[open]').getByRole('button', { name: 'Retry' }).click()
    await page.locator('#confirm').getByRole('button', { name: 'Retry' }).click()
    await expect.poll(() => page.locator('.letter').count(), WAIT).toBe(2)
    await expect.poll(users, WAIT).toEqual([
      { id: '1', email: 'free@x' },
      { id: '2', email: 'taken@x' },
    ])

    await page.getByRole('button', { name: 'Discard all 2 of User 1062' }).click()
    await page.locator('#confirm').getByRole('button', { name: 'Discard 2' }).click()
    await page.getByText('None.').waitFor(WAIT)
    await expect.poll(() => rig.world.query('SELECT id FROM orm_lazy_dead_letter'), WAIT).toEqual([])
    stop.abort()
    await running
  })

  test('is worked by the keyboard alone, and the focus stays where it was', async () => {
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')])
    await rig.drain()
    await page.goto(world.server.address)
    await page.locator('.letter').first().waitFor(WAIT)

    await page.locator('.letter').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('#letter[open]').waitFor(WAIT)
    await page.keyboard.press('Escape')
    await page.locator('#letter:not([open])').waitFor({ ...WAIT, state: 'attached' })
    expect(await page.evaluate('document.activeElement.className')).toBe('letter')
  })

  test('shows markup in a column as the text that it is', async () => {
    const evil = `<img src=x onerror="alert(1)"><script>alert(2)</script>`
    await rig.queue([insert(1, '<b>taken</b>')], [insert(2, '<b>taken</b>', evil)])
    await rig.drain()
    await page.goto(world.server.address)
    await page.locator('.letter').first().click(WAIT)

    expect(await text('#letter[open]')).toContain(evil)
    expect(await text('.letter')).toContain('<b>taken</b>')
    expect(await page.locator('#letter img, #letter script, .letter b, main img').count()).toBe(0)
  })

  test('asks for the token when it is wrong, and opens with the right one', async () => {
    await page.goto(world.server.address.replace(/=.*/, '=wrong-wrong-wrong-wrong'))
    await page.getByText('The token is missing or wrong').waitFor(WAIT)
    expect(await page.locator('#app').isVisible()).toBe(false)

    await page.getByRole('textbox', { name: 'Token' }).fill(world.server.dashboard.token)
    await page.keyboard.press('Enter')
    await page.getByText('Live', { exact: true }).waitFor(WAIT)
  })

  test('offers no action where the dashboard only looks', async () => {
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')])
    await rig.drain()
    await using readOnly = await DashboardRig.open(rig)
    await page.goto(readOnly.address)
    await page.locator('.letter').first().waitFor(WAIT)
    expect(await text('#mode')).toBe('read-only')
    expect(await page.getByRole('button', { name: /Retry|Discard/ }).count()).toBe(0)
  })

  test('shows ten thousand dead letters a page at a time', async () => {
    await rig.world.query(`INSERT INTO orm_lazy_dead_letter
      (part, event_id, entity, operation, error_code, error_name, message, payload, queued_at, died_at)
      WITH RECURSIVE numbers AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
      SELECT '${rig.stream}', UNHEX(MD5(a.n * 100 + b.n)), 'User', 'insert', '1062', 'ER_DUP_ENTRY', 'no', '[]', NOW(3), NOW(3)
      FROM numbers AS a JOIN numbers AS b ON b.n <= 10`)
    await page.goto(world.server.address)
    await page.locator('.letter').nth(49).waitFor(WAIT)
    expect(await page.locator('.letter').count()).toBe(50)
    expect(await text('.group .count')).toBe('10,000')
    await page.getByRole('button', { name: 'Show more' }).click()
    await page.locator('.letter').nth(149).waitFor(WAIT)
    expect(await page.locator('.letter').count()).toBe(150)
  })

  test('says when the dashboard is away, and goes on when it is back', async () => {
    await page.goto(world.server.address)
    await page.getByText('Live', { exact: true }).waitFor(WAIT)
    const { port, dashboard } = world.server
    await world.server[Symbol.asyncDispose]()
    // The list of dead letters may say so too, in a note of its own.
    await page.locator('#link-text').getByText('The dashboard does not answer').waitFor(WAIT)

    world.server = await DashboardRig.open(rig, { actions: 'allow', token: dashboard.token }, port)
    await page.getByText('Live', { exact: true }).waitFor(WAIT)
  })
})
