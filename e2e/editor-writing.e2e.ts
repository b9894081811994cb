import {
  goesToEnd,
  openComposer,
  openSectionToWrite,
  SECTION,
  seesText,
  textSeen,
  type WrittenSection,
} from './support/writing.ts'
import { openStory, type PersonOnScreen, type Story } from './support/story.ts'

jest.setTimeout(60_000)

let story: Story
let section: WrittenSection
let sokha: PersonOnScreen
let chanthy: PersonOnScreen

beforeAll(async () => {
  story = await openStory()
  sokha = await story.person('Sokha', { organisation: 'Svay Education' })
  chanthy = await story.person('Chanthy', { isCoordinator: true })
})
afterAll(() => story.close())

/** Each story has a section of its own; both people have it open. */
beforeEach(async () => {
  section = await openSectionToWrite(story)
  for (const person of [sokha, chanthy]) {
    await person.goTo(section.path)
    await person.sees(person.textbox(SECTION, 'English'))
    await person.hears('Saved')
  }
})

describe('writing together', () => {
  it('[STORY-10] two people write in one paragraph at once, and both see both', async () => {
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type('We ask for two years. ')
    await seesText(chanthy, 'English', 'We ask for two years. ')
    await goesToEnd(chanthy, 'English')
    await Promise.all([sokha.page.keyboard.type('ខ្មែរ ស្ត្រី'), chanthy.page.keyboard.type('And for teachers.')])
    await sokha.hears('Saved')
    await chanthy.hears('Saved')
    const seen = await textSeen(sokha, 'English')
    for (const words of ['We ask for two years.', 'And for teachers.']) expect(seen).toContain(words)
    // Whatever order the two came in, every letter is there once.
    const letters = (words: string) => words.split('').toSorted().join('')
    expect(letters(seen)).toBe(letters('We ask for two years. ខ្មែរ ស្ត្រីAnd for teachers.'))
    await seesText(chanthy, 'English', seen)
  })

  it('[STORY-11] a line that is cut keeps the words on the device, and mended it sends them', async () => {
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type('Before. ')
    await seesText(chanthy, 'English', 'Before. ')
    sokha.line.cut()
    await sokha.page.keyboard.type('ស្ត្រី')
    await sokha.hears('Kept on this device')
    await goesToEnd(chanthy, 'English')
    await chanthy.page.keyboard.type('Meanwhile. ')
    await chanthy.hears('Saved')
    sokha.line.mend()
    await sokha.hears('Saved')
    const seen = await textSeen(sokha, 'English')
    expect(seen).toContain('ស្ត្រី')
    expect(seen).toContain('Meanwhile. ')
    await seesText(chanthy, 'English', seen)
  })

  it('[STORY-12] a reload and a closed tab lose nothing that was kept', async () => {
    await goesToEnd(sokha, 'English')
    sokha.line.cut()
    await sokha.page.keyboard.type('ខ្មែរ')
    await sokha.hears('Kept on this device')
    sokha.line.mend()
    await sokha.page.reload()
    await seesText(sokha, 'English', 'ខ្មែរ')
    await sokha.hears('Saved')
    await seesText(chanthy, 'English', 'ខ្មែរ')

    await goesToEnd(sokha, 'English')
    sokha.line.cut()
    await sokha.page.keyboard.type(' ស្រី')
    await sokha.hears('Kept on this device')
    await sokha.page.goto('about:blank')
    sokha.line.mend()
    await sokha.goTo(section.path)
    await seesText(sokha, 'English', 'ខ្មែរ ស្រី')
    await seesText(chanthy, 'English', 'ខ្មែរ ស្រី')
  })

  it('[STORY-13] words refused by a lock are a kept copy, and writing goes on after the unlock', async () => {
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type('Agreed.')
    await sokha.hears('Saved')
    sokha.line.cut()
    await sokha.page.keyboard.type(' ស្ត្រី not sent.')
    await sokha.hears('Kept on this device')
    expect((await chanthy.client.post(`/api/sections/${section.sectionId}/lock`, {})).status).toBe(200)
    sokha.line.mend()
    await sokha.hears('Locked')
    await sokha.sees(sokha.heading('Kept copies'))
    await sokha.seesWords('Agreed. ស្ត្រី not sent.')
    await chanthy.client.post(`/api/sections/${section.sectionId}/unlock`, { reason: 'More words', to: 'open' })
    await seesText(sokha, 'English', 'Agreed.')
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type(' Again.')
    await sokha.hears('Saved')
    await seesText(chanthy, 'English', 'Agreed. Again.')
  })

  it('[STORY-14] Khmer that is composed while another person writes in the same paragraph stays whole', async () => {
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type('ខ្មែរ ')
    await seesText(chanthy, 'English', 'ខ្មែរ ')
    const composer = await openComposer(sokha)
    await composer.composes('ស')
    await composer.composes('ស្')
    await chanthy.textbox(SECTION, 'English').click()
    await chanthy.page.keyboard.press('Control+Home')
    await chanthy.page.keyboard.type('First ')
    await chanthy.hears('Saved')
    await composer.composes('ស្ត្រ')
    await composer.composes('ស្ត្រី')
    await composer.takes('ស្ត្រី')
    await seesText(sokha, 'English', 'First ខ្មែរ ស្ត្រី')
    await seesText(chanthy, 'English', 'First ខ្មែរ ស្ត្រី')
    await sokha.hears('Saved')
  })

  it('[STORY-15] Backspace takes back one Khmer sign, Delete a whole cluster', async () => {
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type('ស្ត្រី')
    await sokha.page.keyboard.press('Backspace')
    await seesText(sokha, 'English', 'ស្ត្រ')
    await sokha.page.keyboard.press('Control+Home')
    await sokha.page.keyboard.press('Delete')
    await seesText(sokha, 'English', '')
    await seesText(chanthy, 'English', '')
  })
})
