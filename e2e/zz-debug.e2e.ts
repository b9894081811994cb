import { goesToEnd, openSectionToWrite, SECTION } from './support/writing.ts'
import { openStory } from './support/story.ts'
jest.setTimeout(100_000)
it('debug', async () => {
  const story = await openStory()
  const sokha = await story.person('Sokha', { organisation: 'Svay Education' })
  const dara = await story.person('Dara', { organisation: 'B', look: { dark: true, width: 360, height: 740 } })
  const section = await openSectionToWrite(story)
  await sokha.goTo(section.path)
  await sokha.sees(sokha.textbox(SECTION, 'English'))
  await sokha.hears('Saved')
  await dara.goTo(section.path)
  await dara.sees(dara.textbox(SECTION, 'English'))
  await dara.hears('Saved')
  const { keyboard } = sokha.page
  const out: unknown[] = []
  for (const wait of [0, 0, 0, 20, 20, 100, 100, 300, 300, 1000]) {
    await goesToEnd(sokha, 'English')
    await keyboard.press('Enter')
    await keyboard.type('one two')
    await keyboard.press('Control+Shift+ArrowLeft')
    await new Promise((r) => setTimeout(r, wait))
    await keyboard.press('Alt+F10')
    await sokha.sees(sokha.page.getByRole('button', { name: 'Bold' }).and(sokha.page.locator(':focus')))
    out.push([wait, await sokha.page.evaluate(() => String(getSelection()))])
    await keyboard.press('Enter')
    await new Promise((r) => setTimeout(r, 300))
    out.push(await sokha.page.evaluate(() => document.querySelector('.ProseMirror')?.lastElementChild?.outerHTML))
  }
  console.log(JSON.stringify(out, null, 1))
  await story.close()
})
