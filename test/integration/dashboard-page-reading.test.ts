import axe from 'axe-core'
import { resolveConfig } from 'orm-gen'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BROWSER_NEEDED, CHROMIUM, OpenBrowser } from '../support/browser.js'
import { DashboardRig } from '../support/dashboard-rig.js'
import { event } from '../support/events.js'
import { IN_BROWSER, PageRig, WAIT } from '../support/page-rig.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), name: varchar(200), email: varchar(100).unique(), secret: varchar(40).sensitive() })
`
/** No browser breaks such a word by itself. */
const LONG = 'a'.repeat(90)
const insert = (id: number, email: string) =>
  event(['insert', 'User', '@id', 'name', 'email', 'secret'], id, LONG + LONG, email, 'hush-hush')
const rename = (id: number, name: string) => event(['update', 'User', '@id', 'name'], id, name)

/** What axe finds wrong with what the page shows at the moment, one line each. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations: found } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[]
  }
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}

const overflowOf = (element: string) => `${element}.scrollWidth - ${element}.clientWidth`

describe.skipIf(CHROMIUM === undefined)(`reading the page in a browser${BROWSER_NEEDED}`, IN_BROWSER, () => {
  let browser: OpenBrowser
  let world: PageRig
  let page: Page

  beforeAll(async () => {
    browser = await OpenBrowser.launch()
    world = await PageRig.open(browser.page, SCHEMA)
    ;({ page } = world)
    await world.rig.queue([insert(1, `${LONG}@x`)], [insert(2, `${LONG}@x`)], [rename(2, 'behind')])
    await world.rig.drain()
  })
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]()
    await browser?.[Symbol.asyncDispose]()
    expect(world.complaints).toEqual([])
  })

  async function visit(): Promise<void> {
    await world.visit()
    await page.locator('.letter').first().waitFor(WAIT)
  }
  const letter = () => page.locator('#letter[open]')
  async function openLetter(): Promise<void> {
    await page.locator('.letter').first().click(WAIT)
    await letter().waitFor(WAIT)
  }

  test.each(['light', 'dark'] as const)('%s: nothing keeps anybody from reading or using it', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await visit()
    expect(await violations(page)).toEqual([])
    await openLetter()
    expect(await violations(page)).toEqual([])
    await letter().getByRole('button', { name: 'Discard' }).click(WAIT)
    await page.locator('#confirm[open]').waitFor(WAIT)
    expect(await violations(page)).toEqual([])
    await page.evaluate('sessionStorage.clear()')
    await page.reload()
    await page.getByRole('textbox', { name: 'Token' }).waitFor(WAIT)
    expect(await violations(page)).toEqual([])
  })

  test('a screen reader hears what each part is', async () => {
    await visit()
    const region = page.getByRole('region', { name: 'orm-lazy-channel' })
    await region.getByRole('figure', { name: /Units a second.*: now .* in the last ten minutes/ }).waitFor(WAIT)
    await page.getByRole('region', { name: 'Dead letters' }).waitFor(WAIT)
    await page.getByRole('button', { name: 'Retry all 1 of User 1062' }).waitFor(WAIT)
    await page.getByRole('list', { name: 'Dead letters, oldest first' }).waitFor(WAIT)
    await page.getByRole('button', { name: /#1 insert User 1062 1 behind/ }).click(WAIT)
    await page.getByRole('dialog', { name: 'Dead letter 1' }).getByRole('button', { name: 'Discard' }).click(WAIT)
    await page.getByRole('dialog', { name: 'Discard dead letter 1?' }).waitFor(WAIT)
  })

  test.each([320, 390])('at %i pixels nothing has to be scrolled sideways', async (width) => {
    const before = page.viewportSize()!
    await page.setViewportSize({ width, height: 700 })
    try {
      await visit()
      expect(await page.evaluate(overflowOf('document.documentElement'))).toBe(0)
      await openLetter()
      expect(await page.evaluate(overflowOf('document.documentElement'))).toBe(0)
      expect(await page.evaluate(overflowOf('document.querySelector("#letter")'))).toBe(0)
    } finally {
      await page.setViewportSize(before)
    }
  })

  test('a sensitive value does not reach the browser', async () => {
    const answers: Promise<string>[] = []
    page.on('response', (response) => {
      if (response.url().includes('/api/dead-letters')) answers.push(response.text())
    })
    await visit()
    await openLetter()
    expect(await world.text('#letter[open]')).toContain('secret***')
    page.removeAllListeners('response')
    expect(answers.length).toBeGreaterThan(1)
    expect((await Promise.all(answers)).join('')).not.toContain('hush')
  })

  test('the values under the pointer are told', async () => {
    await visit()
    await page.locator('.plot').first().hover(WAIT)
    expect(await world.text('.readout:not([hidden])')).toMatch(/^\d\d:\d\d:\d\d {2}[03]$/)
    await page.locator('h1').hover(WAIT)
    expect(await page.locator('.readout:not([hidden])').count()).toBe(0)
  })

  test('a server that is away is said with its remedy, and the other is shown', async () => {
    const mysql = 'mysql://root@127.0.0.1:1/app'
    const redis = { address: world.rig.world.redisUrl, namespace: world.rig.world.namespace }
    await using half = await DashboardRig.open({ config: await resolveConfig({ default: { mysql, redis } }) })
    await page.goto(half.address)
    await page.getByText('Live, but a server is away').waitFor(WAIT)
    expect(await world.text('#concerns')).toContain('127.0.0.1:1')
    expect(await world.text('.tiles')).toMatch(/Waiting0units.*MySQL is away/)
    expect(await world.text('.consumers')).toContain('MySQL is away')
  })
})
