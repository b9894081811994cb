/** Hands that have a keyboard and nothing else. What is not reached by keys is not reached. */
import type { Locator } from 'playwright-core'
import type { PersonOnScreen } from './story.ts'
import { waitFor } from './writing.ts'

/** More stops than any page of the product has. */
const STOPS_MAX = 80

type Role = Parameters<PersonOnScreen['page']['getByRole']>[0]

export class Keyboard {
  constructor(readonly person: PersonOnScreen) {}

  /** Goes by Tab (or back by Shift+Tab) until this has the focus. */
  async tabsTo(role: Role, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const { page } = this.person
    const wanted = page.getByRole(role, { name, exact: true })
    await this.person.sees(wanted)
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      await page.keyboard.press(key)
      if (await this.has(wanted)) return
    }
    throw new Error(`${this.person.name} did not reach ${role} ${String(name)}; the focus is on ${await this.where()}`)
  }

  /** Goes with an arrow inside a toolbar, a menu or a group until this has the focus. */
  async arrowsTo(role: Role, name: string, key = 'ArrowRight'): Promise<void> {
    const wanted = this.person.page.getByRole(role, { name, exact: true })
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      if (await this.has(wanted)) return
      await this.presses(key)
    }
    throw new Error(`${this.person.name} did not reach ${role} ${name}; the focus is on ${await this.where()}`)
  }

  /** Reaches it by Tab and presses Enter. */
  async activates(role: 'button' | 'link', name: string | RegExp): Promise<void> {
    await this.tabsTo(role, name)
    await this.presses('Enter')
  }

  async presses(key: string): Promise<void> {
    await this.person.page.keyboard.press(key)
  }

  async types(words: string): Promise<void> {
    await this.person.page.keyboard.type(words)
  }

  /** Waits until this has the focus. */
  async isOn(role: Role, name: string | RegExp): Promise<void> {
    const wanted = this.person.page.getByRole(role, { name, exact: true })
    await waitFor(
      () => this.has(wanted),
      () => this.where(),
      `${role} ${String(name)}`,
    )
  }

  /** When everything an act set going has come to rest, the focus is somewhere. */
  async keepsFocus(): Promise<void> {
    await this.person.isSettled()
    expect(await this.where()).not.toBe('nowhere')
  }

  /** In words, for the report of a story. */
  async where(): Promise<string> {
    return this.person.page.evaluate(() => {
      const focused = document.activeElement
      if (focused === null || focused === document.body) return 'nowhere'
      const name = focused.getAttribute('aria-label') ?? focused.textContent ?? ''
      return `${focused.tagName.toLowerCase()} ${name.trim().slice(0, 60)}`
    })
  }

  private async has(wanted: Locator): Promise<boolean> {
    return (await wanted.and(this.person.page.locator(':focus')).count()) > 0
  }
}
