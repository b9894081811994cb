import { readFileSync } from 'node:fs'
import { unzipSync, strFromU8 } from 'fflate'
import { DEMO_SECTIONS, DEMO_TITLE } from '../server/commands/demo/statement.ts'
import { openStory, type PersonOnScreen, type Story } from './support/story.ts'
import { takePicture } from './support/pictures.ts'

const [CHILDHOOD, INCLUSION, TEACHERS] = DEMO_SECTIONS.map((section) => section.title.en ?? '')
const ENGLISH = ' We ask for two more years.'
const KHMER = ' ស្ត្រី\u200Bខ្មែរ\u200Bស្នើ។'
const OFFLINE = ' Written in a valley without a line.'
const TOO_LATE = ' Typed while the key was turned.'

describe('the main job', () => {
  let story: Story
  let chanthy: PersonOnScreen
  let sokha: PersonOnScreen
  let dara: PersonOnScreen
  let statementId: string

  beforeAll(async () => {
    story = await openStory()
    const { house } = story
    const groups = { 'early-childhood': '', inclusion: '', teachers: '' }
    for (const name of Object.keys(groups) as (keyof typeof groups)[]) groups[name] = await house.workingGroup(name)
    await house.organisation('Svay Tree Learning', { workingGroups: Object.keys(groups) })
    await house.organisation('Open Gate Inclusion', { workingGroups: Object.keys(groups) })
    chanthy = await story.person('Chanthy', { isCoordinator: true })
    sokha = await story.person('Sokha', { organisation: 'Svay Tree Learning', isSignatory: true })
    dara = await story.person('Dara', {
      organisation: 'Open Gate Inclusion',
      isSignatory: true,
      look: { width: 360, height: 740 },
    })
    const created = await chanthy.client.post('/api/statements', {
      title: DEMO_TITLE,
      languages: ['en', 'km'],
      prevailingLanguage: 'km',
      sections: DEMO_SECTIONS.map(({ title, texts, workingGroup }) => ({
        title,
        texts,
        workingGroupIds: [groups[workingGroup]],
      })),
    })
    expect(created.status).toBe(201)
    statementId = created.body.id
  }, 60_000)

  afterAll(() => story.close(), 60_000)

  const sectionPath = async (title: string | undefined) => {
    const { body } = await chanthy.client.get(`/api/statements/${statementId}`)
    const section = body.sections.find((one: { title: { en: string } }) => one.title.en === title)
    return `/statements/${statementId}/sections/${section.id}`
  }

  it('[STORY-1] two people write one section in two languages, and each sees the words of the other', async () => {
    const path = await sectionPath(CHILDHOOD)
    await sokha.goTo(path)
    await dara.goTo(path)
    await sokha.types(CHILDHOOD!, 'English', ENGLISH)
    await dara.showsLanguage('Khmer')
    await dara.types(CHILDHOOD!, 'Khmer', KHMER)
    await sokha.hears('Saved')
    await dara.hears('Saved')
    await sokha.seesWords(KHMER.trim())
    await dara.showsLanguage('English')
    await dara.seesWords(ENGLISH.trim())
  }, 60_000)

  it('[STORY-2] words typed on a cut line are kept on the device, outlive a reload, and are saved when it is mended', async () => {
    sokha.line.cut()
    await sokha.types(CHILDHOOD!, 'English', OFFLINE)
    await sokha.hears('Kept on this device')
    sokha.line.mend()
    await sokha.page.reload()
    await sokha.hears('Saved')
    await sokha.seesWords(OFFLINE.trim())
    await dara.seesWords(OFFLINE.trim())
  }, 60_000)

  it('[STORY-3] a coordinator locks while another types offline: the words become a kept copy, and the lock holds', async () => {
    await chanthy.goTo(await sectionPath(CHILDHOOD))
    await takePicture(sokha.page, 'section-writing')
    sokha.line.cut()
    await sokha.types(CHILDHOOD!, 'English', TOO_LATE)
    await sokha.hears('Kept on this device')
    await chanthy.locks()
    await dara.hears('Locked')
    sokha.line.mend()
    await sokha.hears('Locked')
    await sokha.seesWords(TOO_LATE.trim())
    const { body } = await chanthy.client.get(`/api/statements/${statementId}`)
    const text = body.sections[0].texts.find((one: { language: string }) => one.language === 'en')
    const onDisk = await chanthy.client.get(`/api/texts/${text.id}`)
    expect(onDisk.body.state).toBe('locked')
    expect(JSON.stringify(onDisk.body.blocks)).toContain(OFFLINE.trim())
    expect(JSON.stringify(onDisk.body.blocks)).not.toContain(TOO_LATE.trim())
    await takePicture(sokha.page, 'kept-copy')
  }, 60_000)

  it('[STORY-4] organisations sign off exactly the locked words, one with a reservation', async () => {
    for (const title of [INCLUSION, TEACHERS]) {
      await chanthy.goTo(await sectionPath(title))
      await chanthy.locks()
    }
    await chanthy.goTo(`/statements/${statementId}`)
    await chanthy.startsSigning()
    await sokha.goTo(`/statements/${statementId}/sign-off`)
    await sokha.signs('Endorse')
    await dara.goTo(`/statements/${statementId}/sign-off`)
    await dara.signs('Endorse with reservation', 'Not before the rooms are built.')
    const { body } = await chanthy.client.get(`/api/statements/${statementId}/sign-offs`)
    expect(body.signOffs.map((one: { standing: string }) => one.standing)).toEqual(
      Array.from({ length: 6 }, () => 'valid'),
    )
    await takePicture(dara.page, 'receipt-phone')
  }, 90_000)

  it('[STORY-5] the coordinator makes the statement final and takes it out as Word, with the words and the names', async () => {
    await chanthy.goTo(`/statements/${statementId}`)
    await chanthy.sees(chanthy.heading('Sections'))
    await takePicture(chanthy.page, 'statement')
    await chanthy.makesFinal()
    await chanthy.goTo(`/statements/${statementId}/export`)
    const file = await chanthy.exports('Word (DOCX)', 'Both languages')
    const xml = strFromU8(unzipSync(new Uint8Array(readFileSync(file)))['word/document.xml']!).replace(/<[^>]+>/g, '')
    for (const words of [ENGLISH.trim(), OFFLINE.trim(), 'Svay Tree Learning', 'Open Gate Inclusion'])
      expect(xml).toContain(words)
    expect(xml.replaceAll('\u200B', '')).toContain(KHMER.trim().replaceAll('\u200B', ''))
    expect(xml).not.toContain(TOO_LATE.trim())
  }, 90_000)
})
