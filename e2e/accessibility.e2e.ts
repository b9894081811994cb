import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { DEMO_SECTIONS, DEMO_TITLE } from '../server/commands/demo/statement.ts'
import { takePicture } from './support/pictures.ts'
import { openStory, type PersonOnScreen, type Story } from './support/story.ts'

/** axe as text, to be put into each page. */
const AXE = readFileSync(createRequire(join(process.cwd(), 'package.json')).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
}

describe('every page, in both languages, narrow and wide, light and dark', () => {
  let story: Story
  let paths: Record<string, string>
  const people: PersonOnScreen[] = []

  beforeAll(async () => {
    story = await openStory()
    const { house } = story
    await house.organisation('Svay Tree Learning')
    people.push(await story.person('Chanthy', { isCoordinator: true, look: { width: 1280 } }))
    people.push(
      await story.person('Sokha', {
        organisation: 'Svay Tree Learning',
        isSignatory: true,
        look: { width: 360, height: 740, dark: true },
      }),
    )
    const client = people[0]!.client
    const sections = DEMO_SECTIONS.map(({ title, texts }) => ({ title, texts }))
    const { body } = await client.post('/api/statements', {
      title: DEMO_TITLE,
      languages: ['en', 'km'],
      prevailingLanguage: 'km',
      sections,
    })
    await client.post(`/api/sections/${body.sections[1].id}/lock`)
    paths = {
      home: '/',
      statement: `/statements/${body.id}`,
      reading: `/statements/${body.id}/read`,
      section: `/statements/${body.id}/sections/${body.sections[0].id}`,
      locked: `/statements/${body.id}/sections/${body.sections[1].id}`,
      signing: `/statements/${body.id}/sign-off`,
      export: `/statements/${body.id}/export`,
      audit: `/statements/${body.id}/audit`,
      creating: '/statements/new',
      organisations: '/organisations',
      people: '/people',
      help: '/help',
      'sign-in': '/sign-in',
      nowhere: '/no/such/page',
    }
  }, 60_000)

  afterAll(() => story.close(), 60_000)

  const names = [
    'home',
    'statement',
    'reading',
    'section',
    'locked',
    'signing',
    'export',
    'audit',
    'creating',
    'organisations',
    'people',
    'help',
    'sign-in',
    'nowhere',
  ]

  it.each(names)(
    '[STORY-6] the page "%s" has no fault that axe finds, is not wider than the screen, and has one heading of the first level',
    async (name) => {
      for (const person of people) {
        for (const language of ['en', 'km'] as const) {
          await person.goTo(paths[name]!)
          await person.choosesLanguage(language)
          await person.isSettled()
          await takePicture(person.page, `${name}-${person.page.viewportSize()!.width}-${language}`)
          const found = { language, width: person.page.viewportSize()!.width, ...(await lookAt(person.page)) }
          expect(found).toEqual({
            language,
            width: found.width,
            violations: [],
            isTooWide: false,
            headings: 1,
            lang: language,
          })
        }
      }
    },
    60_000,
  )
})

async function lookAt(
  page: Page,
): Promise<{ violations: string[]; isTooWide: boolean; headings: number; lang: string }> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }
    const { violations } = await axe.run()
    return {
      violations: violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
      ),
      isTooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      headings: document.querySelectorAll('h1').length,
      lang: document.documentElement.lang,
    }
  })
}
