import { openHouse, type OpenHouse, type SignedInClient } from './testing/house.ts'
import { TextClient, until } from './testing/text-client.ts'

let house: OpenHouse
const clients: TextClient[] = []
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await house.close()
})

function join(person: SignedInClient | null, textId: string, params: Record<string, string> = {}): TextClient {
  const client = new TextClient({ url: house.url, textId, cookie: person?.cookie ?? null, params })
  clients.push(client)
  return client
}

async function openStatement() {
  const chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
  const sokha = await house.signInAs('Sokha', { organisation: 'Svay Education' })
  const dara = await house.signInAs('Dara', { organisation: 'Lotus Children' })
  const created = await chanthy.post('/api/statements', {
    title: { en: 'Joint statement' },
    languages: ['en', 'km'],
    prevailingLanguage: 'en',
    sections: [{ title: { en: 'Early childhood', km: 'កុមារតូច' } }],
  })
  const [section] = created.body.sections
  const textIn = (language: string): string =>
    section.texts.find((one: { language: string }) => one.language === language).id
  return { chanthy, sokha, dara, sectionId: section.id as string, en: textIn('en'), km: textIn('km') }
}

it('[SYNC-1] a stock y-websocket client with only a cookie edits, reconnects and converges', async () => {
  const { sokha, dara, km } = await openStatement()
  const one = await join(sokha, km).synced()
  const two = await join(dara, km).synced()
  one.type('ខ្មែរ')
  await until(() => two.text.includes('ខ្មែរ'), 'Sokha’s word at Dara')
  two.provider.disconnect()
  two.type('ស្ត្រី\u200B')
  one.type('កុមារ')
  two.provider.connect()
  await until(
    () => one.text === two.text && one.text.includes('ស្ត្រី\u200B') && two.text.includes('កុមារ'),
    'both the same',
  )
  expect(one.body.toDelta()).toEqual(two.body.toDelta())
})
