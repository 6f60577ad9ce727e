import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BROWSER_NEEDED, CHROMIUM, OpenBrowser } from '../support/browser.js'
import { event } from '../support/events.js'
import { IN_BROWSER, PageRig, WAIT } from '../support/page-rig.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), name: varchar(200), email: varchar(100).unique() })
  export const Page = defineEntity('pages', { id: id(), title: varchar(20), version: bigint().unsigned().version() })
`
const insert = (id: number, email: string) => event(['insert', 'User', '@id', 'name', 'email'], id, `user ${id}`, email)
const rename = (id: number, name: string) => event(['update', 'User', '@id', 'name'], id, name)
const insertPage = (id: number) => event(['insert', 'Page', '@id', 'title', 'version'], id, 'first', 100)
/** The second change of a version is one too many. */
const changePage = (id: number, title: string, to: number) =>
  event(['update', 'Page', '@id', '=version', 'title', 'version'], id, 100, title, to)

describe.skipIf(CHROMIUM === undefined)(`acting on dead letters in a browser${BROWSER_NEEDED}`, IN_BROWSER, () => {
  let browser: OpenBrowser
  let world: PageRig

  beforeAll(async () => {
    browser = await OpenBrowser.launch()
  })
  afterAll(() => browser?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    world = await PageRig.open(browser.page, SCHEMA)
  })
  afterEach(async () => {
    await world[Symbol.asyncDispose]()
    expect(world.complaints).toEqual([])
  })

  const query = (sql: string) => world.rig.world.query(sql)
  const confirm = (name: string) =>
    world.page.locator('#confirm').getByRole('button', { name, exact: true }).click(WAIT)

  test('forces one version conflict, then the others at once, and the consumer applies them whatever the row has become', async () => {
    const { rig, page } = world
    const ids = [1, 2, 3]
    await rig.queue(...ids.map((id) => [insertPage(id)]))
    await rig.queue(...ids.map((id) => [changePage(id, 'second', 200)]))
    await rig.queue(...ids.map((id) => [changePage(id, 'stale', 300)]))
    await rig.drain()
    await world.visit()

    await world.whileConsuming(async () => {
      await page.locator('.letter').first().click(WAIT)
      await page.locator('#letter[open]').getByRole('button', { name: 'Force' }).click(WAIT)
      expect(await world.text('#confirm-text')).toContain('whatever the row has become')
      await confirm('Force')
      await expect.poll(() => query("SELECT id FROM pages WHERE title = 'stale'"), WAIT).toEqual([{ id: '1' }])

      await page.getByRole('button', { name: 'Force all 2 of Page ORM2304' }).click(WAIT)
      await confirm('Force 2')
      await expect.poll(() => query("SELECT id FROM pages WHERE title = 'stale'"), WAIT).toHaveLength(3)
      await page.getByText('None.').waitFor(WAIT)
    })
  })

  test('shows what is parked behind a letter, and brings it back with it, in order', async () => {
    const { rig, page } = world
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')], [rename(2, 'one')], [rename(2, 'two')])
    await rig.drain()
    await world.visit()
    await page.locator('.letter').first().click(WAIT)
    expect(await world.text('#letter[open]')).toMatch(/2 units parked behind it.*update User name.*update User name/)
    expect(await page.getByRole('button', { name: /^Force/ }).count()).toBe(0)
    await query("UPDATE users SET email = 'free@x' WHERE id = 1")

    await world.whileConsuming(async () => {
      await page.locator('#letter[open]').getByRole('button', { name: 'Retry' }).click(WAIT)
      await confirm('Retry')
      await expect.poll(() => query('SELECT name FROM users WHERE id = 2'), WAIT).toEqual([{ name: 'two' }])
    })
  })

  test('does to a whole cause only what was counted: a letter that dies meanwhile stays', async () => {
    const { rig, page } = world
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')])
    await rig.drain()
    await world.visit()
    await page.getByRole('button', { name: 'Discard all 1 of User 1062' }).click(WAIT)
    await rig.queue([insert(3, 'taken@x')])
    await rig.drain()
    await confirm('Discard')

    const marks = () => query('SELECT status FROM orm_lazy_dead_letter ORDER BY id')
    await expect.poll(marks, WAIT).toEqual([{ status: 'discard' }, { status: 'dead' }])
  })

  test('is done with the keyboard alone, and leaves the focus in the list', async () => {
    const { rig, page } = world
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')], [insert(3, 'taken@x')])
    await rig.drain()
    await world.visit()
    await page.locator('.letter').first().focus(WAIT)
    await page.keyboard.press('Enter')
    await page.locator('#letter[open]').waitFor(WAIT)
    for (const _ of ['Discard', 'Retry']) await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Retry')
    await page.keyboard.press('Enter')
    await page.locator('#confirm[open]').waitFor(WAIT)
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')

    await page.getByText('retry asked').waitFor(WAIT)
    await page.locator('#letter:not([open])').waitFor({ ...WAIT, state: 'attached' })
    expect(await page.evaluate('document.activeElement.dataset.key')).toBe('letter 1')
    expect(await query("SELECT id FROM orm_lazy_dead_letter WHERE status = 'retry'")).toEqual([{ id: '1' }])
  })

  test('an answer that is refused is told, and nothing is marked', async () => {
    const { rig, page } = world
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')])
    await rig.drain()
    await world.visit()
    await page.route('**/api/dead-letters/discard', (route) => route.abort())
    await page.getByRole('button', { name: 'Discard all 1 of User 1062' }).click(WAIT)
    await confirm('Discard')
    await page.getByText('The dashboard does not answer; it is tried again.').waitFor(WAIT)
    expect(await query('SELECT status FROM orm_lazy_dead_letter')).toEqual([{ status: 'dead' }])
  })
})
