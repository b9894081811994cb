/**
 * The vocabulary of the stories: a house with its built client, and people who each have a
 * browser profile and a line of their own. Verbs use only what a person can perceive: roles and
 * names.
 */
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { openHouse, type OpenHouse, type SignedInClient } from '../../server/testing/house.ts'
import { collectFaults, openBrowser, openProfile, type Look } from './browser.ts'
import { openLine, type Line } from './line.ts'

type PersonOptions = NonNullable<Parameters<OpenHouse['signInAs']>[1]>

export type StoryLanguage = 'English' | 'Khmer'

/** How long a promise to a person may take before the story gives it up. */
const PATIENCE_MS = 10_000

export class PersonOnScreen {
  constructor(
    readonly name: string,
    readonly client: SignedInClient,
    readonly context: BrowserContext,
    readonly page: Page,
    readonly line: Line,
    readonly faults: readonly string[],
  ) {}

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.line.url}${path}`)
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name }).first()
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  textbox(title: string, language: StoryLanguage): Locator {
    return this.page.getByRole('textbox', { name: `Text of ${title}, ${language}` })
  }

  status(): Locator {
    return this.page.getByRole('status').first()
  }

  /** Waits until the status line begins with the word. */
  async hears(beginning: 'Saved' | 'Saving' | 'Kept on this device' | 'Not saved' | 'Locked'): Promise<void> {
    await this.sees(this.page.getByRole('status').filter({ hasText: new RegExp(`^\\s*${beginning}`) }))
  }

  async sees(what: Locator): Promise<void> {
    await what.first().waitFor({ state: 'visible', timeout: PATIENCE_MS })
  }

  async seesWords(words: string): Promise<void> {
    await this.sees(this.page.getByText(words, { exact: false }))
  }

  /** Puts the caret at the end of the text and types there. */
  async types(title: string, language: StoryLanguage, words: string): Promise<void> {
    const box = this.textbox(title, language)
    await box.click()
    await this.page.keyboard.press('Control+End')
    await this.page.keyboard.type(words)
  }

  /** The language of the interface. */
  async choosesLanguage(language: 'en' | 'km'): Promise<void> {
    await this.page
      .getByRole('button', { name: language === 'en' ? 'English' : 'ខ្មែរ' })
      .first()
      .click()
    await this.page.waitForFunction((lang) => document.documentElement.lang === lang, language)
  }

  /** Nothing on the page says that it is still being loaded, and no request is under way. */
  async isSettled(): Promise<void> {
    await this.page.waitForLoadState('networkidle')
    await this.page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
  }

  /** On a phone the languages are tabs; side by side there is nothing to choose. */
  async showsLanguage(language: StoryLanguage): Promise<void> {
    const tab = this.page.getByRole('tab', { name: language })
    if (await tab.isVisible()) await tab.click()
  }

  /** On the page of a section. */
  async locks(): Promise<void> {
    await this.button('Lock section').click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Lock section' }).click()
    await this.sees(this.page.getByRole('heading', { name: 'The section is locked' }))
  }

  /** On the statement page, when all sections are locked. */
  async startsSigning(): Promise<void> {
    await this.button('Start signing').click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Start signing' }).click()
    await this.sees(this.button('Make final'))
  }

  /** On the sign-off page: one answer for all locked sections. */
  async signs(position: 'Endorse' | 'Endorse with reservation', reservation?: string): Promise<void> {
    await this.page.getByRole('radio', { name: position, exact: true }).check()
    if (reservation !== undefined)
      await this.page.getByRole('textbox', { name: 'Reservation, English' }).fill(reservation)
    await this.button('Review your answer').click()
    await this.button('Sign off').click()
    await this.sees(this.heading('Signed off'))
  }

  /** On the statement page. */
  async makesFinal(): Promise<void> {
    await this.button('Make final').click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: 'I have read this' }).check()
    await dialog.getByRole('button', { name: 'Make final' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  /** On the export page; answers the path of the file that arrived. */
  async exports(format: string, language: string): Promise<string> {
    await this.page.getByRole('radio', { name: format }).check()
    await this.page.getByRole('radio', { name: language }).check()
    await this.button('Export').click()
    const link = this.page.getByRole('link', { name: /^Download/ })
    await this.sees(link)
    const [download] = await Promise.all([this.page.waitForEvent('download'), link.click()])
    return download.path()
  }
}

export interface Story {
  readonly house: OpenHouse
  readonly browser: Browser
  person(name: string, options?: PersonOptions & { look?: Look }): Promise<PersonOnScreen>
  /** Ends everything; fails the story if a page had a fault of its own. */
  close(): Promise<void>
}

export async function openStory(): Promise<Story> {
  const house = await openHouse({ clientFolder: join(process.cwd(), 'dist', 'client') })
  const browser = await openBrowser()
  const people: PersonOnScreen[] = []
  return {
    house,
    browser,
    async person(name, options = {}) {
      const client = await house.signInAs(name, options)
      const line = await openLine(Number(new URL(house.url).port))
      const context = await openProfile(browser, options.look)
      const [cookieName = '', value = ''] = (client.cookie ?? '').split('=')
      await context.addCookies([{ name: cookieName, value, url: line.url, httpOnly: true, sameSite: 'Lax' }])
      const page = await context.newPage()
      const person = new PersonOnScreen(name, client, context, page, line, collectFaults(page))
      people.push(person)
      return person
    },
    async close() {
      await browser.close()
      for (const person of people) await person.line.close()
      await house.close()
      const faults = people.flatMap((person) => person.faults.map((fault) => `${person.name}: ${fault}`))
      if (faults.length > 0) throw new Error(`pages had faults:\n${faults.join('\n')}`)
    },
  }
}
