/** What stories about writing need beyond the common verbs: a section to write in, hands, and eyes on the text. */
import type { CDPSession } from 'playwright-core'
import type { PersonOnScreen, Story, StoryLanguage } from './story.ts'

export const SECTION = 'Early childhood education'

export interface WrittenSection {
  readonly path: string
  readonly sectionId: string
  readonly textIds: Readonly<Record<'en' | 'km', string>>
}

/** A statement of one section in both languages, written by these groups, or by everybody who takes part. */
export async function openSectionToWrite(
  story: Story,
  workingGroupIds: readonly string[] = [],
): Promise<WrittenSection> {
  const { founder } = story.house
  const made = await founder.post('/api/statements', {
    title: { en: 'Joint position', km: 'សេចក្តីថ្លែងការណ៍រួម' },
    languages: ['en', 'km'],
    prevailingLanguage: 'en',
    sections: [{ title: { en: SECTION, km: 'ការអប់រំកុមារតូច' }, workingGroupIds }],
  })
  const statement = await founder.get(`/api/statements/${made.body?.id}`)
  const section = statement.body?.sections[0]
  const textId = (language: string) =>
    String(section.texts.find((one: { language: string }) => one.language === language).id)
  return {
    path: `/statements/${made.body?.id}/sections/${section.id}`,
    sectionId: String(section.id),
    textIds: { en: textId('en'), km: textId('km') },
  }
}

/** The text as a person sees it, paragraphs joined by a bar. */
export async function textSeen(person: PersonOnScreen, language: StoryLanguage): Promise<string> {
  const box = person.page.getByLabel(`Text of ${SECTION}, ${language}`)
  const paragraphs = await box.locator('p, h2, h3, h4').allInnerTexts()
  return paragraphs.map((paragraph) => paragraph.replaceAll('\n', '')).join('|')
}

/** Waits until the text on the person's screen is this. */
export async function seesText(person: PersonOnScreen, language: StoryLanguage, words: string): Promise<void> {
  await waitFor(
    async () => (await textSeen(person, language)) === words,
    async () => textSeen(person, language),
    words,
  )
}

/** Waits for a condition with a limit, and says what was seen instead. */
export async function waitFor(
  holds: () => Promise<boolean>,
  seen: () => Promise<string>,
  expected: string,
  limitMs = 10_000,
): Promise<void> {
  const until = Date.now() + limitMs
  while (Date.now() < until) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  expect(await seen()).toBe(expected)
}

/** Puts the caret at the end of the text, as a click and Ctrl+End do. */
export async function goesToEnd(person: PersonOnScreen, language: StoryLanguage): Promise<void> {
  await person.textbox(SECTION, language).click()
  await person.page.keyboard.press('Control+End')
}

/** A keyboard that composes: letters stand in the text underlined until they are taken. */
export async function openComposer(person: PersonOnScreen): Promise<{
  composes(words: string): Promise<void>
  takes(words: string): Promise<void>
}> {
  const cdp: CDPSession = await person.context.newCDPSession(person.page)
  return {
    composes: async (words) => {
      await cdp.send('Input.imeSetComposition', {
        text: words,
        selectionStart: words.length,
        selectionEnd: words.length,
      })
    },
    takes: async (words) => {
      await cdp.send('Input.insertText', { text: words })
    },
  }
}
