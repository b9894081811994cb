import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHouse, signInByLink } from '../testing/house.ts'
import { DEMO_ORGANISATIONS } from './demo/coalition.ts'
import { DEMO_SECTIONS, DEMO_TITLE } from './demo/statement.ts'
import { run } from './demo.ts'
import { run as verifyAudit } from './verify-audit.ts'
import { startServer } from '../main.ts'

async function runIn(dataDir: string, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const code = await run(args, { DATA_DIR: dataDir }, (line) => void lines.push(line))
  return { code, lines }
}

const linksIn = (lines: readonly string[]) => lines.filter((line) => line.includes('/in/')).map((line) => line.trim())

describe('the demonstration', () => {
  it('[DEMO-1] fills an empty folder by real acts, and signs five people in', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'samaki-demo-'))
    const { code, lines } = await runIn(dataDir)
    expect([code, linksIn(lines).length]).toEqual([0, 5])
    expect(await verifyAudit([], { DATA_DIR: dataDir }, () => {})).toBe(0)

    const printed: string[] = []
    const server = await startServer(
      { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir },
      (line) => void printed.push(line),
    )
    const url = `http://localhost:${server.house.port()}`
    // Nobody is asked to be the first coordinator of a house that has one.
    expect(linksIn(printed)).toEqual([])
    const [chanthy, sokha, , vanna, ingrid] = await Promise.all(
      linksIn(lines).map((link, index) => signInByLink(url, link, `person ${index}`)),
    )
    const { body } = await chanthy!.get('/api/statements')
    expect(body.statements).toMatchObject([
      { title: DEMO_TITLE, part: 'coordinator', sections: { total: 3, locked: 1, review: 1 } },
    ])
    const { body: statement } = await sokha!.get(`/api/statements/${body.statements[0].id}`)
    expect(statement.sections.map((one: { part: string }) => one.part)).toEqual(['own-group', 'own-group', 'own-group'])
    expect(statement.sections[2].signOffs).toMatchObject({
      asked: DEMO_ORGANISATIONS.length,
      endorsed: 2,
      withReservation: 1,
    })
    expect((await ingrid!.get('/api/statements')).body.statements[0].part).toBe('commenter')
    expect((await vanna!.get('/api/me')).body.person.organisations).toMatchObject([{ mayActFor: true }])
    const text = (await sokha!.get(`/api/texts/${statement.sections[0].texts[1].id}`)).body
    const kinds = new Set(text.blocks.map((block: { type: string }) => block.type))
    expect(kinds).toEqual(new Set(['heading', 'paragraph', 'bullet_list', 'ordered_list', 'blockquote']))
    expect(JSON.stringify(text.blocks)).toContain('"link":"https://example.org/early-childhood"')
    await server.close()
    rmSync(dataDir, { recursive: true })
  })

  it('[DEMO-2] refuses a folder that holds a coalition, and gives new links for its own people', async () => {
    const house = await openHouse()
    const { dataDir } = house
    const busy = await runIn(dataDir)
    expect([busy.code, busy.lines.length]).toEqual([1, 1])
    await house.close()
    const demo = mkdtempSync(join(tmpdir(), 'samaki-demo-'))
    expect((await runIn(demo)).code).toBe(0)
    const again = await runIn(demo)
    expect(again).toEqual({ code: 1, lines: [expect.stringContaining('set DATA_DIR to an empty folder')] })
    expect(linksIn((await runIn(demo, '--links')).lines)).toHaveLength(5)
    rmSync(demo, { recursive: true })
  })

  it.each(DEMO_SECTIONS.map((section) => [section.title.en, section] as const))(
    '[DEMO-3] %s is written in both languages, paragraph for paragraph',
    (_title, { texts }) => {
      const forms = (text: string) => text.split('\n').map((line) => /^(## |> |- |\d+\. |)/.exec(line)![0])
      expect(forms(texts.km)).toEqual(forms(texts.en))
      for (const text of [texts.en, texts.km]) {
        const words = [...new Intl.Segmenter('km', { granularity: 'word' }).segment(text)].filter(
          (word) => word.isWordLike,
        )
        expect(words.length).toBeGreaterThanOrEqual(350)
        expect(words.length).toBeLessThanOrEqual(620)
      }
      expect(texts.km).toMatch(/\u200b/)
      // No break before a sign that may not begin a line, none doubled, none at a space.
      expect(texts.km).not.toMatch(/\u200b[\u200b ៗ។៖»]|[ \n]\u200b|\u200b$/m)
    },
  )
})
