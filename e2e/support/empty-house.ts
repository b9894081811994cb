/** A house that nobody has entered yet: all there is of people is the link in the operator's terminal. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { systemClock } from '../../server/base/clock.ts'
import { startServer } from '../../server/main.ts'
import { lastLink } from '../../server/testing/house.ts'
import { buildPaperWorker } from '../../server/testing/paper-worker.ts'
import { collectFaults, openProfile, type Look } from './browser.ts'

export interface EmptyHouse {
  readonly url: string
  /** The link for the first coordinator, as it was printed. */
  readonly firstLink: string
  close(): Promise<void>
}

export async function openEmptyHouse(): Promise<EmptyHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'samaki-empty-'))
  const printed: string[] = []
  const server = await startServer(
    { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir },
    (line) => void printed.push(line),
    { clock: systemClock, workerFile: buildPaperWorker, clientFolder: join(process.cwd(), 'dist', 'client') },
  )
  return {
    url: `http://localhost:${server.house.port()}`,
    firstLink: lastLink(printed),
    close: async () => {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Somebody at a device on which nobody has signed in. */
export class Visitor {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly faults: readonly string[],
  ) {}

  static async open(browser: Browser, look: Look = {}): Promise<Visitor> {
    const context = await openProfile(browser, look)
    const page = await context.newPage()
    return new Visitor(context, page, collectFaults(page))
  }

  async sees(what: Locator): Promise<void> {
    await what.first().waitFor({ state: 'visible' })
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name })
  }

  async presses(name: string | RegExp, inside: Page | Locator = this.page): Promise<void> {
    await inside.getByRole('button', { name, exact: true }).click()
  }

  async follows(name: string | RegExp): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).first().click()
  }

  async writes(field: string, words: string, inside: Page | Locator = this.page): Promise<void> {
    await inside.getByRole('textbox', { name: field, exact: true }).fill(words)
  }

  /** What stands in a field. */
  async holds(field: string, words: string): Promise<void> {
    expect(await this.page.getByRole('textbox', { name: field, exact: true }).inputValue()).toBe(words)
  }

  /** The dialog of this name, for what is filled in and pressed in it. */
  async dialog(name: string): Promise<Locator> {
    const dialog = this.page.getByRole('dialog', { name })
    await this.sees(dialog)
    return dialog
  }

  /** Nothing of the page stands beside the screen, so nobody has to push it sideways. */
  async fitsItsScreen(): Promise<void> {
    const { wide, screen } = await this.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      screen: document.documentElement.clientWidth,
    }))
    expect(wide).toBeLessThanOrEqual(screen)
  }
}
