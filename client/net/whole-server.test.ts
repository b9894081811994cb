import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { WebSocket as NodeWebSocket } from 'ws'
import type * as Y from 'yjs'
import { parseId, type TextId } from '../../shared/ids.ts'
import { openLine } from '../../e2e/support/line.ts'
import { openHouse, signInByLink, type OpenHouse, type SignedInClient } from '../../server/testing/house.ts'
import { DeviceStore } from './device-store.ts'
import { NoticesLine } from './notices.ts'
import { openSection, type SectionConnection } from './section-connection.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

/** A browser sends the cookie by itself; Node's socket is told. */
function socketOf(client: SignedInClient): typeof WebSocket {
  const cookie = () => client.cookie ?? ''
  class WithCookie extends NodeWebSocket {
    constructor(url: string) {
      super(url, [], { headers: { cookie: cookie() } })
    }
  }
  return WithCookie as unknown as typeof WebSocket
}

/** A house with one statement of one section; a coordinator and a representative, each on a device. */
async function openStory() {
  const house = await openHouse()
  open.push(house)
  const chanthy = await house.signInAs('Chanthy', { isCoordinator: true })
  const sokha = await house.signInAs('Sokha', { organisation: 'Svay Education' })
  const made = await chanthy.post('/api/statements', {
    title: 'Joint position',
    languages: ['en', 'km'],
    prevailingLanguage: 'km',
    sections: [{ title: 'Early childhood education' }],
  })
  const statement = await chanthy.get(`/api/statements/${made.body?.id}`)
  const section = statement.body?.sections[0]
  const textId = parseId('txt', section.texts.find((one: { language: string }) => one.language === 'km').id)!
  return { house, chanthy, sokha, sectionId: String(section.id), textId }
}

function openTab(house: OpenHouse, client: SignedInClient, textId: TextId, line: { url: string } = house) {
  const store = new DeviceStore({ personId: client.personId, indexedDB: new IDBFactory() })
  const url = `${line.url.replace('http', 'ws')}/sync`
  const tab = openSection({ textId, url, store, now: Date.now, random: () => 0, WebSocket: socketOf(client) })
  open.push(tab)
  return tab
}

const words = (doc: Y.Doc) => doc.getText('body').toJSON()

function type(tab: SectionConnection, text: string) {
  const { doc } = tab.document.value
  doc.transact(() => doc.getText('body').insert(doc.getText('body').length - 1, text), 'editor')
}

function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!holds()) return
      clearInterval(timer)
      resolve()
    }, 5)
  })
}

const state = (tab: SectionConnection) => tab.view.value.save.kind
const saved = (tab: SectionConnection) => until(() => tab.view.value.isSaved && state(tab) === 'saved')

describe('a connection and the whole server', () => {
  it('[LINE-21] two people write together, and what is called saved is on the disk', async () => {
    const { house, chanthy, sokha, textId } = await openStory()
    const first = openTab(house, chanthy, textId)
    const second = openTab(house, sokha, textId)
    await saved(first)
    await saved(second)
    type(first, 'ខ្មែរ\u200b')
    type(second, 'ស្ត្រី')
    await saved(first)
    await saved(second)
    await until(() => words(first.document.value.doc) === words(second.document.value.doc))
    const onDisk = await sokha.get(`/api/texts/${textId}`)
    expect(JSON.stringify(onDisk.body?.blocks)).toContain('ខ្មែរ\u200b')
    expect(JSON.stringify(onDisk.body?.blocks)).toContain('ស្ត្រី')
    await until(() =>
      [...first.document.value.awareness.getStates().values()].some((one) => one.user?.name?.en === 'Sokha'),
    )
  })

  it('[LINE-22] words typed on a cut line and refused by a lock are kept; after the unlock editing goes on', async () => {
    const { house, chanthy, sokha, sectionId, textId } = await openStory()
    const line = await openLine(Number(new URL(house.url).port))
    open.push(line)
    const tab = openTab(house, sokha, textId, { url: line.url })
    await saved(tab)
    type(tab, 'ខ្មែរ')
    await saved(tab)
    line.cut()
    type(tab, 'ស្ត្រី\u200b')
    await until(() => state(tab) === 'kept')
    expect((await chanthy.post(`/api/sections/${sectionId}/lock`, {})).status).toBe(200)
    line.mend()
    await until(() => state(tab) === 'locked')
    expect(tab.view.value.keptCopies).toMatchObject([{ reason: 'section-locked', plain: 'ខ្មែរស្ត្រី\u200b' }])
    expect(words(tab.document.value.doc)).toBe('ខ្មែរ')
    expect((await chanthy.post(`/api/sections/${sectionId}/unlock`, { reason: 'more', to: 'open' })).status).toBe(200)
    await until(() => tab.view.value.mayEdit)
    type(tab, 'ក')
    await saved(tab)
    expect(JSON.stringify((await sokha.get(`/api/texts/${textId}`)).body?.blocks)).toContain('ខ្មែរក')
  })

  it('[LINE-23] review refuses what a representative was typing and keeps it, a coordinator types on', async () => {
    const { house, chanthy, sokha, sectionId, textId } = await openStory()
    const coordinator = openTab(house, chanthy, textId)
    const tab = openTab(house, sokha, textId)
    await saved(coordinator)
    await saved(tab)
    // Typed until the very moment in which the news arrives.
    const typing = setInterval(() => tab.view.value.mayEdit && type(tab, 'ស្រី '), 2)
    await until(() => words(coordinator.document.value.doc).length > 20)
    await chanthy.post(`/api/sections/${sectionId}/review`, {})
    await until(() => state(tab) === 'read-only')
    clearInterval(typing)
    expect(tab.view.value).toMatchObject({ mayEdit: false, why: 'section-in-review' })
    type(coordinator, 'ខ្មែរ')
    await saved(coordinator)
    await until(() => words(tab.document.value.doc) === words(coordinator.document.value.doc))
    const onDisk = JSON.stringify((await sokha.get(`/api/texts/${textId}`)).body?.blocks)
    expect(onDisk).toContain(words(tab.document.value.doc))
  })

  it('[LINE-24] a session that is ended keeps the words, and sends them after signing in again', async () => {
    const { house, sokha, textId } = await openStory()
    const tab = openTab(house, sokha, textId)
    await saved(tab)
    await sokha.delete('/api/sessions/current')
    await until(() => state(tab) === 'not-saved' || state(tab) === 'saved')
    await until(() => tab.view.value.save.kind === 'not-saved')
    expect(tab.view.value).toMatchObject({ mayEdit: true, save: { why: { code: 'not-signed-in' } } })
    type(tab, 'ស្ត្រី')
    expect(tab.view.value.save).toMatchObject({ kind: 'not-saved', waiting: 1 })
    const invited = await house.founder.post(`/api/people/${sokha.personId}/invitations`, { handOver: true })
    sokha.cookie = (await signInByLink(house.url, String(invited.body?.handedOver?.link), 'Sokha')).cookie
    tab.retry()
    await saved(tab)
    expect(JSON.stringify((await sokha.get(`/api/texts/${textId}`)).body?.blocks)).toContain('ស្ត្រី')
  })

  it('[TAB-5] a lock is noticed by everybody who reads the section', async () => {
    const { house, chanthy, sokha, sectionId, textId } = await openStory()
    const tab = openTab(house, chanthy, textId)
    await saved(tab)
    type(tab, 'ខ្មែរ')
    await saved(tab)
    const heard: string[] = []
    const line = new NoticesLine({
      url: `${house.url.replace('http', 'ws')}/notices`,
      onNotice: ({ kind, sectionId: of }) => void (of === sectionId && heard.push(kind)),
      onReset: () => heard.push('now'),
      onRefused: (code) => heard.push(code),
      random: () => 0,
      WebSocket: socketOf(sokha),
    })
    open.push(line)
    await until(() => heard.includes('now'))
    await chanthy.post(`/api/sections/${sectionId}/lock`, {})
    await until(() => heard.includes('section-state'))
  })
})
