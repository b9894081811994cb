import type { Browser } from 'playwright-core'
import { openBrowser } from './support/browser.ts'
import { openEmptyHouse, Visitor, type EmptyHouse } from './support/empty-house.ts'

jest.setTimeout(90_000)

const TITLE = 'Joint position on schools'
const TITLE_KHMER = 'គោលជំហររួម\u200Bស្តីពី\u200Bសាលារៀន'
const ENGLISH = `# Girls in school

Every girl finishes lower secondary school.

# Teachers

Each class has a trained teacher.`
const KHMER = `# ក្មេងស្រី\u200Bក្នុង\u200Bសាលា

ក្មេងស្រី\u200Bគ្រប់រូប\u200Bរៀន\u200Bចប់\u200Bអនុវិទ្យាល័យ។

# គ្រូបង្រៀន

ថ្នាក់\u200Bនីមួយៗ\u200Bមាន\u200Bគ្រូ\u200Bដែល\u200Bបាន\u200Bបណ្តុះបណ្តាល។`
const SENTENCE = 'ស្ត្រី\u200Bខ្មែរ\u200Bស្នើ\u200Bសុំ\u200Bសាលា\u200Bជិត\u200Bផ្ទះ។'

describe('from nothing', () => {
  let browser: Browser
  let house: EmptyHouse
  let coordinator: Visitor
  let sreymom: Visitor
  let invitation: string

  beforeAll(async () => {
    house = await openEmptyHouse()
    browser = await openBrowser()
    coordinator = await Visitor.open(browser)
    sreymom = await Visitor.open(browser, { width: 360, height: 740, locale: 'km' })
  })

  afterAll(async () => {
    await browser.close()
    await house.close()
    expect([...coordinator.faults, ...sreymom.faults]).toEqual([])
  })

  it('[STORY-20] the first coordinator opens the printed link, says that it is her, and is in', async () => {
    const { page } = coordinator
    await page.goto(house.firstLink)
    await coordinator.sees(coordinator.heading(/is this you\?$/))
    expect(await page.locator('script').count()).toBe(0)
    await coordinator.presses('Continue')
    await coordinator.sees(coordinator.heading('There is no statement yet.'))
    await coordinator.follows('Add organisations')
    await coordinator.sees(coordinator.heading('There is no organisation yet.'))
  })

  it('[STORY-21] a coordinator makes a working group, organisations, a person and a mandate in the pages alone', async () => {
    const { page } = coordinator
    await coordinator.presses('New working group')
    const group = await coordinator.dialog('New working group')
    await coordinator.writes('Name of the working group, English', 'Girls and women', group)
    await coordinator.writes('Name of the working group, Khmer', 'ក្មេងស្រី និងស្ត្រី', group)
    await coordinator.presses('Add', group)
    await coordinator.sees(page.getByRole('listitem').filter({ hasText: 'Girls and women' }))
    for (const [name, khmer] of [
      ['Svay Tree Learning', 'ស្វាយ'],
      ['Open Gate Inclusion', 'ទ្វារបើក'],
    ] as const) {
      await coordinator.presses('New organisation')
      const organisation = await coordinator.dialog('New organisation')
      await coordinator.writes('Name, English', name, organisation)
      await coordinator.writes('Name, Khmer', khmer, organisation)
      await organisation.getByRole('checkbox', { name: 'Girls and women' }).check()
      await coordinator.presses('Create', organisation)
      await coordinator.sees(coordinator.heading(name))
    }
    await coordinator.follows('People')
    await coordinator.presses('New person')
    const person = await coordinator.dialog('New person')
    await coordinator.writes('Name, English', 'Sreymom', person)
    await coordinator.writes('Name, Khmer', 'ស្រីមុំ', person)
    await person.getByRole('checkbox', { name: 'Svay Tree Learning' }).check()
    await coordinator.presses('Create', person)
    const invite = await coordinator.dialog('Invitation for Sreymom')
    await coordinator.presses('Give me the link, I hand it over', invite)
    const link = invite.getByRole('textbox', { name: 'Link for Sreymom' })
    await coordinator.sees(link)
    invitation = await link.inputValue()
    await invite.getByRole('button', { name: 'Close' }).last().click()
    await coordinator.follows('Organisations')
    await coordinator.presses('Who may sign for Svay Tree Learning')
    const mandates = await coordinator.dialog('Who may sign for Svay Tree Learning')
    await mandates.getByRole('combobox', { name: 'Person' }).selectOption({ label: 'Sreymom' })
    await coordinator.presses('Enter mandate', mandates)
    await coordinator.sees(mandates.getByRole('button', { name: 'End mandate of Sreymom' }))
    await coordinator.presses('Close', mandates)
    await mandates.waitFor({ state: 'hidden' })
  })

  it('[STORY-22] a whole text pasted in Khmer and English becomes a statement of sections with its participants', async () => {
    const { page } = coordinator
    await coordinator.follows('Statements')
    await coordinator.follows('New statement')
    await coordinator.writes('Title, English', TITLE)
    await coordinator.writes('Title, Khmer', TITLE_KHMER)
    await coordinator.sees(page.getByText('2 of 2 chosen'))
    await page.getByRole('radio', { name: 'From a whole text' }).check()
    await coordinator.writes('English text', ENGLISH)
    await coordinator.writes('Khmer text', KHMER)
    await coordinator.sees(coordinator.heading('Section 2'))
    await coordinator.holds('Title of section 1, English', 'Girls in school')
    await coordinator.holds('Title of section 2, Khmer', 'គ្រូបង្រៀន')
    await coordinator.presses('Create the statement')
    await coordinator.sees(coordinator.heading(TITLE))
    await coordinator.follows(/Girls in school$/)
    await coordinator.sees(
      page.getByRole('textbox', { name: 'Text of Girls in school, Khmer' }).filter({ hasText: 'ក្មេងស្រី\u200Bគ្រប់រូប' }),
    )
  })

  it('[STORY-23] the invited person lands in Khmer on a narrow phone, writes Khmer, and is told in Khmer that it is saved', async () => {
    const { page } = sreymom
    await page.goto(invitation)
    await sreymom.sees(sreymom.heading('ស្រីមុំ ស្វាយ៖ តើនេះជាអ្នកមែនទេ?'))
    await sreymom.fitsItsScreen()
    await sreymom.presses('បន្ត')
    await sreymom.sees(page.getByText('សួស្តី ស្រីមុំ'))
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('km')
    await sreymom.fitsItsScreen()
    await page.getByRole('link', { name: 'ក្មេងស្រី\u200Bក្នុង\u200Bសាលា' }).first().click()
    const box = page.getByRole('textbox', { name: 'អត្ថបទនៃ ក្មេងស្រី\u200Bក្នុង\u200Bសាលា ជាភាសាខ្មែរ' })
    await box.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(SENTENCE)
    await sreymom.sees(page.getByRole('status').filter({ hasText: /^\s*បានរក្សាទុក/ }))
    await sreymom.fitsItsScreen()
    await coordinator.sees(coordinator.page.getByText(SENTENCE))
  })

  it('[STORY-24] a link used before says so and offers a new one; on the device of its person it leads on', async () => {
    const stranger = await Visitor.open(browser, { locale: 'km' })
    await stranger.page.goto(invitation)
    await stranger.sees(stranger.heading('តំណនេះត្រូវបានប្រើរួចហើយ'))
    await stranger.presses('ផ្ញើតំណថ្មីមកខ្ញុំ')
    await stranger.sees(stranger.heading('តំណថ្មីកំពុងផ្ញើមក'))
    expect(stranger.faults).toEqual([])
    await sreymom.page.goto(invitation)
    await sreymom.sees(sreymom.heading('តំណនេះត្រូវបានប្រើរួចហើយ'))
    await sreymom.follows('បន្តទៅ Samaki')
    await sreymom.sees(sreymom.page.getByText('សួស្តី ស្រីមុំ'))
  })
})
