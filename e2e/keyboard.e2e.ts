import { Keyboard } from './support/keyboard.ts'
import { openStory, type PersonOnScreen, type Story } from './support/story.ts'
import { openSectionToWrite, SECTION } from './support/writing.ts'

jest.setTimeout(90_000)

const REASON = 'Agreed on Tuesday, ព្រមព្រៀង'
const RESERVATION = 'Not before the rooms are built.'

describe('with the keyboard alone', () => {
  let story: Story
  let chanthy: PersonOnScreen
  let sokha: PersonOnScreen
  let coordinatorKeys: Keyboard
  let keys: Keyboard

  beforeAll(async () => {
    story = await openStory()
    const groupId = await story.house.workingGroup('Early childhood')
    await story.house.organisation('Svay Tree Learning', { workingGroups: ['Early childhood'] })
    chanthy = await story.person('Chanthy', { isCoordinator: true })
    sokha = await story.person('Sokha', { organisation: 'Svay Tree Learning', isSignatory: true })
    await openSectionToWrite(story, [groupId])
    coordinatorKeys = new Keyboard(chanthy)
    keys = new Keyboard(sokha)
  }, 60_000)

  afterAll(() => story.close(), 60_000)

  it('[STORY-30] a representative goes from the first page to her section and into its text', async () => {
    await sokha.goTo('/')
    await keys.activates('link', SECTION)
    await keys.isOn('heading', SECTION)
    await sokha.hears('Saved')
    await keys.tabsTo('textbox', `Text of ${SECTION}, English`)
  })

  it('[STORY-31] a heading, a list and a bold word are made through the toolbar, and Tab leaves the text', async () => {
    const text = `Text of ${SECTION}, English`
    await keys.types('What we ask')
    await keys.presses('Alt+F10')
    await keys.arrowsTo('combobox', 'Kind of paragraph')
    await keys.presses('ArrowDown')
    await keys.presses('ArrowDown')
    await keys.isOn('combobox', 'Kind of paragraph')
    await keys.presses('Escape')
    await keys.isOn('textbox', text)
    await keys.presses('End')
    await keys.presses('Enter')
    await keys.types('ស្ត្រី school')
    await keys.presses('Alt+F10')
    await keys.arrowsTo('button', 'Bulleted list')
    await keys.presses('Enter')
    await keys.isOn('textbox', text)
    await keys.presses('Control+Shift+ArrowLeft')
    await keys.presses('Alt+F10')
    await keys.arrowsTo('button', 'Bold', 'ArrowLeft')
    await keys.presses('Space')
    await keys.isOn('textbox', text)
    const box = sokha.textbox(SECTION, 'English')
    await sokha.sees(box.getByRole('heading', { name: 'What we ask', level: 3 }))
    await sokha.sees(
      box.getByRole('listitem').filter({ hasText: 'ស្ត្រី' }).getByRole('strong').filter({ hasText: 'school' }),
    )
    await keys.presses('Tab')
    await keys.keepsFocus()
    expect(await keys.where()).not.toContain(text)
    await sokha.hears('Saved')
  })

  it('[STORY-32] a coordinator locks the section with a reason, and nobody’s focus is lost', async () => {
    await chanthy.goTo('/')
    await coordinatorKeys.activates('link', 'Joint position')
    await coordinatorKeys.activates('link', new RegExp(`${SECTION}$`))
    await coordinatorKeys.isOn('heading', SECTION)
    await keys.tabsTo('textbox', `Text of ${SECTION}, English`, 'Shift+Tab')
    await chanthy.hears('Saved')
    await coordinatorKeys.activates('button', 'Lock section')
    await chanthy.sees(chanthy.page.getByRole('dialog', { name: 'Lock section' }))
    await coordinatorKeys.keepsFocus()
    await coordinatorKeys.tabsTo('textbox', 'Reason (may be left empty)')
    await coordinatorKeys.types(REASON)
    await coordinatorKeys.activates('button', 'Lock section')
    await chanthy.sees(chanthy.heading('The section is locked'))
    await coordinatorKeys.keepsFocus()
    await coordinatorKeys.presses('Escape')
    await chanthy.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await chanthy.sees(chanthy.button('Unlock section'))
    await coordinatorKeys.keepsFocus()
    await chanthy.seesWords(REASON)
    await sokha.hears('Locked')
    await keys.keepsFocus()
  })

  it('[STORY-33] a representative signs with a reservation and withdraws it, and her focus is never lost', async () => {
    await keys.tabsTo('link', 'Go to sign-off', 'Shift+Tab')
    await keys.presses('Enter')
    await keys.isOn('heading', 'Sign-off')
    await keys.tabsTo('radio', 'Endorse')
    await keys.presses('Space')
    await keys.presses('ArrowDown')
    await keys.isOn('radio', 'Endorse with reservation')
    await keys.tabsTo('textbox', 'Reservation, English')
    await keys.types(RESERVATION)
    await keys.activates('button', 'Review your answer')
    await keys.isOn('heading', 'Please check before you sign off')
    await keys.activates('button', 'Change something')
    await keys.isOn('heading', 'Your answer')
    await keys.activates('button', 'Review your answer')
    await keys.isOn('heading', 'Please check before you sign off')
    await keys.activates('button', 'Sign off')
    await keys.isOn('heading', 'Signed off')
    await keys.activates('button', 'Look at all answers')
    await keys.isOn('heading', 'Answers so far')
    await keys.activates('button', `Withdraw the answer on ${SECTION}`)
    await sokha.sees(sokha.page.getByRole('dialog', { name: 'Withdraw this answer?' }))
    await keys.keepsFocus()
    await keys.activates('button', 'Withdraw')
    await sokha.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await sokha.sees(sokha.page.getByRole('listitem').filter({ hasText: 'Withdrawn' }))
    await keys.isOn('heading', 'Answers so far')
    await keys.tabsTo('link', 'Joint position', 'Shift+Tab')
  })

  it('[STORY-34] sections of a new statement are added, moved and taken out by keys, and the focus goes along', async () => {
    const title = (number: number) => `Title of section ${number}, English`
    await chanthy.goTo('/statements/new')
    for (const number of [1, 2, 3]) {
      await coordinatorKeys.activates('button', 'Add a section')
      await coordinatorKeys.tabsTo('textbox', title(number), 'Shift+Tab')
      await coordinatorKeys.types(['Girls', 'ស្ត្រី', 'Teachers'][number - 1] ?? '')
    }
    await coordinatorKeys.activates('button', 'Move section 3 up')
    await coordinatorKeys.isOn('button', 'Move section 2 up')
    await coordinatorKeys.presses('Enter')
    await coordinatorKeys.isOn('heading', 'Section 1')
    expect(await chanthy.page.getByRole('textbox', { name: title(1) }).inputValue()).toBe('Teachers')
    await coordinatorKeys.activates('button', 'Remove section 1')
    await coordinatorKeys.isOn('heading', 'Section 1')
    await coordinatorKeys.activates('button', 'Remove section 1')
    await coordinatorKeys.activates('button', 'Remove section 1')
    await coordinatorKeys.isOn('heading', 'Sections')
  })
})
