import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Undefined where this machine has no Chromium. */
export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path))

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** To be told beside a test's name where it is skipped. */
export const BROWSER_NEEDED =
  CHROMIUM === undefined ? ' (skipped: no Chromium here; apt-get install chromium, or CHROMIUM_PATH)' : ''

/** A browser with one page, in a context of its own. */
export class OpenBrowser implements AsyncDisposable {
  readonly page: Page
  readonly #browser: Browser

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.page = page
  }

  static async launch(): Promise<OpenBrowser> {
    const browser = await chromium.launch({ executablePath: CHROMIUM!, headless: true, args: FLAGS })
    const context = await browser.newContext()
    return new OpenBrowser(browser, await context.newPage())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
  }
}
