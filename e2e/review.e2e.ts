import { Keyboard } from './support/keyboard.ts'
import { openStory, type PersonOnScreen, type Story } from './support/story.ts'
import { openSectionToWrite, seesText, SECTION, waitFor, type WrittenSection } from './support/writing.ts'

jest.setTimeout(60_000)

describe('a section that goes to review', () => {
  let story: Story
  let chanthy: PersonOnScreen
  let sokha: PersonOnScreen
  let written: WrittenSection

  beforeAll(async () => {
    story = await openStory()
    chanthy = await story.person('Chanthy', { isCoordinator: true })
    sokha = await story.person('Sokha', { organisation: 'Svay Tree Learning' })
    written = await openSectionToWrite(story)
  }, 60_000)

  afterAll(() => story.close(), 60_000)

  it('[STORY-40] words of whoever writes meanwhile are kept for her, and the coordinator goes on editing', async () => {
    const late = ' Typed while it went, ស្ត្រី\u200Bខ្មែរ។'
    await sokha.goTo(written.path)
    await chanthy.goTo(written.path)
    await sokha.types(SECTION, 'English', 'Before.')
    await sokha.hears('Saved')
    await seesText(chanthy, 'English', 'Before.')
    sokha.line.cut()
    await sokha.types(SECTION, 'English', late)
    await sokha.hears('Kept on this device')
    await chanthy.button('Send to review').click()
    const dialog = chanthy.page.getByRole('dialog', { name: 'Send to review' })
    await dialog.getByRole('button', { name: 'Send to review' }).click()
    await chanthy.sees(chanthy.page.getByText('In review: coordinators and leads edit, so you can.'))
    sokha.line.mend()
    const kept = sokha.page.getByRole('region', { name: 'Kept copies' })
    await sokha.sees(kept.getByText(late.trim()))
    await sokha.sees(kept.getByText('The section had gone to review.'))
    await sokha.sees(sokha.page.getByText('In review: only coordinators and leads edit. You can read.'))
    await chanthy.types(SECTION, 'English', ' Edited in review.')
    await chanthy.hears('Saved')
    await seesText(chanthy, 'English', 'Before. Edited in review.')
    await waitFor(
      async () => (await sokha.page.getByText('Before. Edited in review.').count()) > 0,
      () => sokha.page.locator('main').innerText(),
      'Before. Edited in review.',
    )
  })

  it('[STORY-41] a kept copy is discarded by keys after being asked, and the focus is on the title of the page', async () => {
    const keys = new Keyboard(sokha)
    await keys.activates('button', 'Discard')
    await sokha.sees(sokha.page.getByRole('dialog', { name: 'Discard this kept copy?' }))
    await keys.activates('button', 'Discard the words')
    await sokha.page.getByRole('region', { name: 'Kept copies' }).waitFor({ state: 'detached' })
    await keys.isOn('heading', SECTION)
  })
})
