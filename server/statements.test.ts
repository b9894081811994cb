/** Statements on a running server, with people who have their texts open. */
import { WebSocket } from 'ws'
import { openHouse, type OpenHouse, type SignedInClient } from './testing/house.ts'
import { TextClient, until } from './testing/text-client.ts'
import type { SectionId, StatementId, TextId } from '../shared/ids.ts'
import { encodeOurMessage } from '../shared/protocol.ts'
import { plainText } from '../shared/section-text/plain-text.ts'

interface Drafting {
  readonly house: OpenHouse
  readonly chanthy: SignedInClient
  readonly sokha: SignedInClient
  readonly dara: SignedInClient
  readonly statementId: StatementId
  readonly sectionId: SectionId
  readonly texts: { readonly en: TextId; readonly km: TextId }
}

async function openDrafting(): Promise<Drafting> {
  const house = await openHouse()
  const chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
  const sokha = await house.signInAs('Sokha', { organisation: 'Svay Education', isSignatory: true })
  const dara = await house.signInAs('Dara', { organisation: 'Romduol Network', isSignatory: true })
  const { body } = await chanthy.post('/api/statements', {
    title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' },
    languages: ['en', 'km'],
    prevailingLanguage: 'km',
    sections: [{ title: { en: 'Early years', km: 'កុមារតូច' }, texts: { en: 'Start.', km: 'ស្ត្រី\u200Bខ្មែរ។' } }],
  })
  const [section] = body.sections
  const [en, km] = section.texts.map((text: { id: TextId }) => text.id)
  return { house, chanthy, sokha, dara, statementId: body.id, sectionId: section.id, texts: { en, km } }
}

const openText = (here: Drafting, person: SignedInClient, language: 'en' | 'km') =>
  new TextClient({
    url: here.house.url,
    textId: here.texts[language],
    cookie: person.cookie,
    params: { ack: '1' },
  }).synced()

const mayEdit = (client: TextClient) => client.told.findLast((one) => one.kind === 'status')?.status.mayEdit

describe('a statement whose texts are open', () => {
  let here: Drafting
  const open: TextClient[] = []
  beforeEach(async () => {
    here = await openDrafting()
  })
  afterEach(async () => {
    for (const client of open.splice(0)) client.close()
    await here.house.close()
  })
  const join = async (person: SignedInClient, language: 'en' | 'km') => {
    const client = await openText(here, person, language)
    open.push(client)
    return client
  }

  it('[STMT-34] both languages are locked at one moment, with every word that was saved before it', async () => {
    const { chanthy, sokha, dara, sectionId, texts } = here
    const [english, khmer] = [await join(sokha, 'en'), await join(dara, 'km')]
    const saved: string[] = []
    let isLocked = false
    const write = async (client: TextClient, word: (n: number) => string) => {
      for (let n = 0; n < 400 && !isLocked && client.closes.length === 0; n += 1) {
        client.type(word(n))
        if (n % 5 !== 0) continue
        client.provider.ws?.send(new Uint8Array(encodeOurMessage({ kind: 'mark', n })))
        const isMarked = () => client.told.some((one) => one.kind === 'mark-returned' && one.n === n)
        await until(() => isMarked() || client.closes.length > 0, 'the mark or the close')
        if (isMarked()) saved.push(word(n))
      }
    }
    const writing = [write(english, (n) => ` word${n};`), write(khmer, (n) => ` ពាក្យ\u200B${n};`)]
    await until(() => saved.length > 8, 'some saved words')
    const locked = await chanthy.post(`/api/sections/${sectionId}/lock`, {})
    isLocked = true
    expect(locked.status).toBe(200)
    await Promise.all(writing)
    const revision = (await chanthy.get(`/api/revisions/${locked.body.revisionId}`)).body
    for (const [index, language] of (['en', 'km'] as const).entries()) {
      const now = (await chanthy.get(`/api/texts/${texts[language]}`)).body
      expect(now).toMatchObject({
        state: 'locked',
        digest: locked.body.digests[language],
        blocks: revision.texts[index].blocks,
      })
    }
    const frozen = revision.texts.map((text: { blocks: never }) => plainText(text.blocks)).join('\n')
    expect(saved.filter((word) => !frozen.includes(word.trim()))).toEqual([])
  })

  it('[STMT-35] an organisation that no longer takes part is out of the text at once', async () => {
    const { chanthy, dara, statementId, house } = here
    const khmer = await join(dara, 'km')
    const participants = [await house.organisation('Svay Education')]
    expect((await chanthy.put(`/api/statements/${statementId}/participants`, { participants })).body).toEqual({
      participantIds: participants,
    })
    await until(() => khmer.closes.length > 0, 'the close')
    expect(khmer.closes[0]).toBe(4404)
  })

  it('[STMT-36] a right that is given or ended is felt in an open text', async () => {
    const { chanthy, statementId, house } = here
    const vanna = await house.signInAs('Vanna')
    const grant = (right: string, language: string | null) =>
      chanthy.post(`/api/statements/${statementId}/grants`, { personId: vanna.personId, right, language })
    const reading = await grant('read', null)
    const khmer = await join(vanna, 'km')
    expect(mayEdit(khmer)).toBe(false)
    const editing = await grant('edit', 'km')
    await until(() => mayEdit(khmer) === true, 'the right to edit')
    await chanthy.delete(`/api/statements/${statementId}/grants/${editing.body.id}`)
    await until(() => mayEdit(khmer) === false, 'the right to be gone')
    await chanthy.delete(`/api/statements/${statementId}/grants/${reading.body.id}`)
    await until(() => khmer.closes.length > 0, 'the close')
    expect(khmer.closes[0]).toBe(4404)
  })

  it('[STMT-37] once the statement is final an open text can be read and not edited', async () => {
    const { chanthy, sokha, statementId, sectionId } = here
    const english = await join(sokha, 'en')
    await chanthy.post(`/api/sections/${sectionId}/lock`, {})
    await until(() => mayEdit(english) === false, 'the lock')
    await chanthy.post(`/api/statements/${statementId}/final`, {})
    await until(
      () => english.told.some((one) => one.kind === 'status' && one.status.why === 'statement-final'),
      'the final',
    )
  })

  it('[NOTE-5] a lock, an answer and the final reach every open page, a refusal to sign only those it is for', async () => {
    const { house, chanthy, sokha, dara, statementId, sectionId } = here
    const told = async (person: SignedInClient) => {
      const kinds: string[] = []
      const socket = new WebSocket(`${house.url.replace('http', 'ws')}/notices`, {
        headers: { Cookie: person.cookie ?? '' },
      })
      socket.on('message', (data: Buffer) => {
        const { kind, statementId: about } = JSON.parse(data.toString())
        if (about === statementId) kinds.push(kind)
      })
      await new Promise((resolve) => socket.once('open', resolve))
      return { kinds, close: () => socket.terminate() }
    }
    const pages = [await told(chanthy), await told(sokha), await told(dara)] as const
    const { digests } = (await chanthy.post(`/api/sections/${sectionId}/lock`, {})).body
    const sign = async (person: SignedInClient, name: string, position: string) =>
      person.post(`/api/statements/${statementId}/sign-offs`, {
        organisationId: await house.organisation(name),
        sections: [{ sectionId, digests, position }],
      })
    await sign(dara, 'Romduol Network', 'decline')
    await sign(sokha, 'Svay Education', 'endorse')
    await chanthy.post(`/api/statements/${statementId}/final`, {})
    await until(() => pages.every((page) => page.kinds.includes('statement')), 'the last notice')
    expect(pages.map((page) => page.kinds)).toEqual([
      ['section-state', 'sign-off', 'sign-off', 'statement'],
      ['section-state', 'sign-off', 'statement'],
      ['section-state', 'sign-off', 'sign-off', 'statement'],
    ])
    for (const page of pages) page.close()
  })
})
