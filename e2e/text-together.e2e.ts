/**
 * The promise of the text model with two real browsers: each person changes or types in every
 * paragraph while neither hears of the other, and when the line is mended nothing is lost and
 * nothing stands twice. Every act in every order is rehearsed without a browser; this is the proof
 * that keys and screens do the same.
 */
import {
  goesToEnd,
  openSectionToWrite,
  SECTION,
  seesText,
  textSeen,
  waitFor,
  type WrittenSection,
} from './support/writing.ts'
import { openStory, type PersonOnScreen, type Story } from './support/story.ts'

jest.setTimeout(90_000)

let story: Story
let section: WrittenSection
let sokha: PersonOnScreen
let chanthy: PersonOnScreen

beforeAll(async () => {
  story = await openStory()
  sokha = await story.person('Sokha', { organisation: 'Svay Education' })
  chanthy = await story.person('Chanthy', { isCoordinator: true })
  section = await openSectionToWrite(story)
  for (const person of [sokha, chanthy]) {
    await person.goTo(section.path)
    await person.sees(person.textbox(SECTION, 'English'))
    await person.hears('Saved')
  }
})
afterAll(() => story.close())

/** What Sokha does to each paragraph, by keys; from the last to the first. */
const ACTS: readonly [name: string, keys: readonly string[]][] = [
  ['joins and takes it back', ['Home', 'Backspace', 'Control+z']],
  ['deletes the words', ['Home', 'Shift+End', 'Delete']],
  ['makes it bold', ['Home', 'Shift+End', 'Control+b']],
  ['quotes it', ['Home', 'Control+Shift+9']],
  ['makes it an item', ['Home', 'Control+Shift+8']],
  ['makes it a heading', ['Home', 'Control+Shift+h']],
  ['joins it to the one above', ['Home', 'Backspace']],
  ['splits it', ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']],
]

const words = (number: number): string => `P${number} ស្ត្រី ខ្មែរ 😀 words.`

describe('the text of two people whose lines are cut', () => {
  it('[BIND-30] in two browsers, acts by keys against typing at head and tail lose and double nothing', async () => {
    await goesToEnd(sokha, 'English')
    for (const [index] of ACTS.entries()) {
      if (index > 0) await sokha.page.keyboard.press('Enter')
      await sokha.page.keyboard.insertText(words(index + 1))
    }
    const before = ACTS.map((_act, index) => words(index + 1)).join('|')
    await seesText(sokha, 'English', before)
    await seesText(chanthy, 'English', before)
    for (const person of [sokha, chanthy]) person.line.cut()

    for (const [index, [, keys]] of ACTS.entries()) {
      await caretIn(sokha, ACTS.length - index)
      for (const key of keys) await sokha.page.keyboard.press(key)
    }
    for (const [index] of ACTS.entries()) {
      await caretIn(chanthy, index + 1)
      await chanthy.page.keyboard.press('Home')
      await chanthy.page.keyboard.type(`<ក${index + 1}`)
      await chanthy.page.keyboard.press('End')
      await chanthy.page.keyboard.type(`ខ${index + 1}>`)
    }
    for (const person of [sokha, chanthy]) {
      await person.hears('Kept on this device')
      person.line.mend()
    }
    for (const person of [sokha, chanthy]) await person.hears('Saved')

    const typed = ACTS.flatMap((_act, index) => [`<ក${index + 1}`, `ខ${index + 1}>`])
    const hasAll = (text: string): boolean => typed.every((word) => text.split(word).length === 2)
    await waitFor(
      async () => hasAll(await textSeen(sokha, 'English')),
      () => textSeen(sokha, 'English'),
      `each of ${typed.join(' ')} once`,
    )
    await seesText(chanthy, 'English', await textSeen(sokha, 'English'))
    const text = await textSeen(sokha, 'English')
    // The seventh paragraph from the end was emptied by Sokha; all other words stand once.
    for (const number of [1, 3, 4, 5, 6, 8]) expect(text.split(`P${number} `)).toHaveLength(2)
    expect(text).not.toContain('P7 ')
    const box = sokha.textbox(SECTION, 'English')
    expect(await box.locator('h2').allInnerTexts()).toEqual([expect.stringContaining('P3 ')])
    expect(await box.locator('li').allInnerTexts()).toEqual([expect.stringContaining('P4 ')])
    expect(await box.locator('blockquote').allInnerTexts()).toEqual([expect.stringContaining('P5 ')])
    expect((await box.locator('strong').allInnerTexts()).join('')).toContain('P6 ')
  })
})

/** A click into the paragraph that begins with this number. */
async function caretIn(person: PersonOnScreen, number: number): Promise<void> {
  await person.textbox(SECTION, 'English').getByText(`P${number} `).click()
}
