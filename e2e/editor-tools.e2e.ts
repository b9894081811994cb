import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { goesToEnd, openSectionToWrite, SECTION, seesText, waitFor, type WrittenSection } from './support/writing.ts'
import { openStory, type PersonOnScreen, type Story } from './support/story.ts'

jest.setTimeout(60_000)

let story: Story
let section: WrittenSection
let sokha: PersonOnScreen
let dara: PersonOnScreen

beforeAll(async () => {
  story = await openStory()
  sokha = await story.person('Sokha', { organisation: 'Svay Education' })
  dara = await story.person('Dara', {
    organisation: 'Battambang Learning',
    look: { dark: true, width: 360, height: 740 },
  })
})
afterAll(() => story.close())

beforeEach(async () => {
  section = await openSectionToWrite(story)
  for (const person of [sokha, dara]) {
    await person.goTo(section.path)
    await person.sees(person.textbox(SECTION, 'English'))
    await person.hears('Saved')
  }
})

/** What the text is made of, as its elements say. */
const formOf = (person: PersonOnScreen) =>
  person.textbox(SECTION, 'English').evaluate((box) => {
    const copy = box.cloneNode(true) as HTMLElement
    for (const one of copy.querySelectorAll('.caret, .ProseMirror-trailingBreak, .ProseMirror-separator')) one.remove()
    for (const one of copy.querySelectorAll('.caret-range')) one.replaceWith(...one.childNodes)
    for (const one of copy.querySelectorAll('*')) {
      for (const name of one.getAttributeNames()) if (name !== 'href') one.removeAttribute(name)
    }
    return copy.innerHTML
  })

const hasForm = (person: PersonOnScreen, html: string) =>
  waitFor(
    async () => (await formOf(person)) === html,
    () => formOf(person),
    html,
  )

describe('the tools of the editor', () => {
  it('[STORY-16] every tool is reached and used by keyboard alone, and the caret is where it was', async () => {
    const { keyboard } = sokha.page
    await goesToEnd(sokha, 'English')
    await keyboard.type('## ')
    await keyboard.type('ស្ត្រី')
    await keyboard.press('Enter')
    await keyboard.type('one two')
    await keyboard.press('Control+Shift+ArrowLeft')
    await keyboard.press('Alt+F10')
    await sokha.sees(sokha.page.getByRole('button', { name: 'Bold' }).and(sokha.page.locator(':focus')))
    await keyboard.press('Enter')
    await keyboard.press('Control+k')
    await sokha.sees(sokha.page.getByRole('dialog', { name: 'Link' }))
    await sokha.page.getByRole('textbox', { name: 'Address' }).fill('https://nep.org')
    await keyboard.press('Enter')
    await hasForm(sokha, '<h2>ស្ត្រី</h2><p>one <a href="https://nep.org"><strong>two</strong></a></p>')
    await hasForm(dara, '<h2>ស្ត្រី</h2><p>one <a href="https://nep.org"><strong>two</strong></a></p>')
    await sokha.sees(sokha.textbox(SECTION, 'English').and(sokha.page.locator(':focus')))
    await goesToEnd(sokha, 'English')
    await keyboard.press('Enter')
    await keyboard.type('- item')
    await keyboard.press('Enter')
    await keyboard.press('Control+]')
    await keyboard.type('inner')
    await hasForm(
      dara,
      '<h2>ស្ត្រី</h2><p>one <a href="https://nep.org"><strong>two</strong></a></p><ul><li><p>item</p><ul><li><p>inner</p></li></ul></li></ul>',
    )
    // Into the tools, along them, and back to the exact caret.
    await keyboard.press('Alt+F10')
    await sokha.sees(sokha.page.locator('[role=toolbar] :focus'))
    for (const _step of [1, 2, 3]) await keyboard.press('ArrowRight')
    await keyboard.press('End')
    await keyboard.press('Escape')
    await keyboard.type('!')
    await sokha.seesWords('inner!')
    await keyboard.press('Tab')
    expect(await sokha.page.evaluate(() => document.activeElement?.closest('[role=textbox]') === null)).toBe(true)
  })

  it('[STORY-17] a hostile paste leaves words and harmless form', async () => {
    await goesToEnd(sokha, 'English')
    await sokha.textbox(SECTION, 'English').evaluate((box) => {
      const data = new DataTransfer()
      data.setData(
        'text/html',
        `<meta><img src=x onerror="window.hurt=1"><h1>ចំណង</h1><p>a\u202eb<script>window.hurt=1</script><a href="javascript:window.hurt=1">ស្ត្រី</a></p>${'<div>'.repeat(600)}deep${'</div>'.repeat(600)}<ul><li>x<ul><li>y</ul></ul>`,
      )
      data.setData('text/plain', 'plain')
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await hasForm(dara, '<h2>ចំណង</h2><p>abស្ត្រី</p><p>deep</p><ul><li><p>x</p><ul><li><p>y</p></li></ul></li></ul>')
    expect(await sokha.page.evaluate(() => 'hurt' in window)).toBe(false)
  })

  it('[STORY-18] another person’s caret is seen with their name, and is neither heard nor part of the text', async () => {
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type('ខ្មែរ')
    await seesText(dara, 'English', 'ខ្មែរ')
    const caret = dara.page.locator('[data-name]')
    await caret.waitFor({ state: 'attached' })
    expect(await caret.getAttribute('data-name')).toBe('Sokha')
    const cdp = await dara.context.newCDPSession(dara.page)
    const tree = await cdp.send('Accessibility.getFullAXTree')
    const names = tree.nodes.filter((node) => !node.ignored).map((node) => String(node.name?.value ?? ''))
    const inText = names.filter((name) => name.includes('ខ្មែរ'))
    expect(inText.every((name) => !name.includes('Sokha'))).toBe(true)
    await sokha.page.locator('h1').click()
    await caret.waitFor({ state: 'detached' })
  })

  it('[STORY-19] axe finds nothing, in both languages and both schemes', async () => {
    const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')
    await goesToEnd(sokha, 'English')
    await sokha.page.keyboard.type('We ask for ')
    await sokha.hears('Saved')
    for (const language of ['en', 'km']) {
      for (const person of [sokha, dara]) {
        await person.page.evaluate((to) => localStorage.setItem('samaki.language', to), language)
        await person.page.reload()
        await person.page.locator('.ProseMirror:visible').first().waitFor()
        const faults = await person.page.evaluate(
          `${axe}; axe.run().then((found) => found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' ')))`,
        )
        expect(faults).toEqual([])
      }
    }
  })
})
