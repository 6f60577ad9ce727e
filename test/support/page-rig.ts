import type { DashboardOptions } from 'orm-gen/dashboard'
import type { Page } from 'playwright-core'
import { ConsumerRig } from './consumer-rig.js'
import { DashboardRig } from './dashboard-rig.js'

/** Limit of one wait in the page, and of a whole test there: a browser on a busy machine takes its time. */
export const WAIT = { timeout: 30_000 }
export const IN_BROWSER = { timeout: 120_000 }

/**
 * A stream with its tables, a dashboard that may act, and a page of a real browser that is not there yet. The page comes
 * from the test file, which opens it once: the first visit of a new one costs more than all others.
 */
export class PageRig implements AsyncDisposable {
  readonly rig: ConsumerRig
  readonly page: Page
  /** What the page threw, asked for, or was kept from by its policy. */
  readonly complaints: string[] = []
  server: DashboardRig

  private constructor(rig: ConsumerRig, server: DashboardRig, page: Page) {
    this.rig = rig
    this.server = server
    this.page = page
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('dialog', (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) this.complaints.push(message.text())
    })
  }

  static async open(page: Page, schema: string, options: DashboardOptions = {}): Promise<PageRig> {
    const rig = await ConsumerRig.create('page', schema)
    const server = await DashboardRig.open(rig, { actions: 'allow', ...options })
    return new PageRig(rig, server, page)
  }

  /** Opens the dashboard, and waits until it shows numbers. */
  async visit(): Promise<void> {
    await this.page.goto(this.server.address)
    await this.page.locator('.stream').waitFor(WAIT)
  }

  async text(selector: string): Promise<string> {
    return (await this.page.locator(selector).textContent(WAIT)) ?? ''
  }

  /** Runs a consumer beside the page for as long as `work` takes. */
  async whileConsuming<T>(work: () => Promise<T>): Promise<T> {
    const stop = new AbortController()
    const running = this.rig.consumer().run({ signal: stop.signal })
    try {
      return await work()
    } finally {
      stop.abort()
      await running
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const event of ['pageerror', 'dialog', 'console']) this.page.removeAllListeners(event as 'console')
    await this.page.unrouteAll()
    await this.page.goto('about:blank')
    await this.server[Symbol.asyncDispose]()
    await this.rig[Symbol.asyncDispose]()
  }
}
