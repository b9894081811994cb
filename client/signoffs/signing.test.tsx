/** @jest-environment jsdom */
import { TextEncoder as NodeTextEncoder } from 'node:util'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import type { Me } from '../../shared/api/sessions.ts'
import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { SectionSummary, StatementDetail } from '../../shared/api/statements.ts'
import type { FrozenText, RevisionDetail } from '../../shared/api/texts.ts'
import type {
  OrganisationId,
  PersonId,
  RevisionId,
  SectionId,
  SessionId,
  SignOffId,
  StatementId,
} from '../../shared/ids.ts'
import { revisionDigests, textDigests } from '../../shared/section-text/canonical.ts'
import { switchLanguage } from '../ui/language.ts'
import type { Asked } from './asked.ts'
import { checkRevision } from './frozen.ts'
import { Signing } from './signing.tsx'

// jsdom has none; browsers and Node have.
Object.assign(globalThis, { TextEncoder: NodeTextEncoder })

const svay = 'org_svayeducation01' as OrganisationId
const early = 'sec_earlychildhood1' as SectionId
const disability = 'sec_disability00001' as SectionId
const sokha = {
  id: 'per_sokha0000000001' as PersonId,
  name: { en: 'Sokha', km: 'សុខា' },
  email: null,
  language: null,
  isCoordinator: false,
  sessionId: 'ses_aaaaaaaaaaaaaaaa' as SessionId,
  assurance: 'mail',
  organisations: [{ id: svay, name: { en: 'Svay Education' }, mayActFor: true }],
  grants: [],
} satisfies Me

function revision(sectionId: SectionId, number: number, english: string, khmer: string): RevisionDetail {
  const text = (language: 'en' | 'km', title: string, words: string): FrozenText => {
    const blocks = [{ type: 'paragraph' as const, runs: [{ text: words }] }]
    return { language, title, blocks, words: 4, ...textDigests({ language, title, blocks }) }
  }
  const texts = [text('en', `Section ${sectionId.slice(4, 9)}`, english), text('km', 'ផ្នែក', khmer)]
  return {
    id: `rev_${sectionId.slice(4, 9)}${number}00000` as RevisionId,
    sectionId,
    statementId: 'sta_aaaaaaaaaaaaaaaa' as StatementId,
    number,
    titles: { en: texts[0]!.title, km: texts[1]!.title },
    texts,
    lockedAt: '2026-11-25T01:00:00.000Z',
    ...revisionDigests(texts),
  }
}

function asked(revisions: readonly RevisionDetail[], signOffs: readonly SignOffSummary[] = []): Asked {
  const sections = [early, disability].map((id) => ({
    id,
    title: { en: `Section ${id.slice(4, 9)}` },
    state: 'locked',
  }))
  const statement = {
    id: 'sta_aaaaaaaaaaaaaaaa',
    title: { en: 'Joint statement' },
    participantIds: [svay],
    sections: sections as unknown as SectionSummary[],
  } as unknown as StatementDetail
  return { statement, revisions: revisions.map(checkRevision), signOffs, names: { organisations: [], byId: new Map() } }
}

const first = [revision(early, 1, 'Two more years.', 'ពីរឆ្នាំទៀត'), revision(disability, 1, 'Ramps.', 'ជម្រាល\u200Bស្ត្រី')]

/** What the browser sends goes here instead of to a network; each answer is given by the test. */
function network(answers: (body: unknown) => { status: number; body: unknown }): unknown[] {
  const sent: unknown[] = []
  window.fetch = (async (_path: string, init: RequestInit) => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null
    if (init.method === 'POST') sent.push(body)
    const { status, body: answer } = answers(body)
    return { ok: status < 400, status, json: async () => answer }
  }) as unknown as typeof fetch
  return sent
}

async function show(value: Asked): Promise<{ place: HTMLElement; again: (value: Asked) => Promise<void> }> {
  await switchLanguage('en')
  const place = document.createElement('main')
  document.body.replaceChildren(place)
  const again = (next: Asked) =>
    act(async () => render(<Signing asked={next} me={sokha} onChanged={() => undefined} />, place))
  await again(value)
  return { place, again }
}

const button = (place: HTMLElement, name: string) =>
  [...place.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)!
const press = (place: HTMLElement, name: string) => act(async () => button(place, name).click())
const choose = (place: HTMLElement, label: string) =>
  act(async () => [...place.querySelectorAll('label')].find((one) => one.textContent === label)!.click())
/** Waits for a condition, letting answers arrive and drawings happen in between. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !isTrue(); turn++) await act(async () => undefined)
  expect(isTrue()).toBe(true)
}
async function type(place: HTMLElement, label: string, words: string): Promise<void> {
  const found = [...place.querySelectorAll('label')].find((one) => one.textContent === label)!
  const field = place.querySelector<HTMLTextAreaElement>(`#${CSS.escape(found.htmlFor)}`)!
  await act(async () => {
    field.value = words
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

function receiptOf(sectionId: SectionId): SignOffSummary {
  return {
    id: `sig_${sectionId.slice(4, 20)}` as SignOffId,
    sectionId,
    revisionId: first[0]!.id,
    organisationId: svay,
    personId: sokha.id,
    position: 'endorse',
    digests: first[0]!.digests,
    standing: 'valid',
    assurance: 'mail',
    signedAt: '2026-11-25T03:00:00.000Z',
    withdrawnAt: null,
    isAddendum: false,
  }
}

// jsdom lacks it, and the label is looked up by its generated id.
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as typeof CSS

describe('signing', () => {
  it('[SIGNING-1] sends the codes that were computed from the words on the screen, and shows a receipt', async () => {
    const sent = network(() => ({ status: 201, body: { signOffs: [receiptOf(early), receiptOf(disability)] } }))
    const { place } = await show(asked(first))
    expect(place.textContent).toContain('ជម្រាល\u200Bស្ត្រី')
    await choose(place, 'Endorse')
    await press(place, 'Review your answer')
    await press(place, 'Sign off')
    await until(() => sent.length === 1)
    expect(sent).toEqual([
      {
        organisationId: svay,
        sections: [
          { sectionId: early, digests: first[0]!.digests, position: 'endorse' },
          { sectionId: disability, digests: first[1]!.digests, position: 'endorse' },
        ],
      },
    ])
    await until(() => place.querySelector('h2')?.textContent?.includes('Signed off') === true)
    expect(place.textContent).toContain(first[0]!.digests.km!.slice(0, 10))
  })

  it('[SIGNING-2] refuses to sign when the words shown do not give the code that the server names', async () => {
    const sent = network(() => ({ status: 201, body: { signOffs: [] } }))
    const forged = { ...first[0]!, digests: { ...first[0]!.digests, km: 'f'.repeat(64) } }
    const { place } = await show(asked([forged, first[1]!]))
    await choose(place, 'Endorse')
    await press(place, 'Review your answer')
    expect(button(place, 'Review your answer').getAttribute('aria-disabled')).toBe('true')
    expect(place.textContent).toContain('Do not sign')
    expect(sent).toEqual([])
  })

  it('[SIGNING-3] says what is missing, takes the focus there, and sends nothing', async () => {
    const sent = network(() => ({ status: 201, body: { signOffs: [] } }))
    const { place } = await show(asked(first))
    await choose(place, 'Endorse with reservation')
    await press(place, 'Review your answer')
    expect(document.activeElement?.textContent).toContain('Write the reservation, in English or Khmer.')
    expect(sent).toEqual([])
  })

  it('[SIGNING-4] when words change under the act, nothing typed is lost and the change is read before it goes on', async () => {
    network(() => ({ status: 409, body: { refusal: 'text-changed' } }))
    const { place, again } = await show(asked(first))
    await choose(place, 'Endorse with reservation')
    await type(place, 'Reservation, Khmer', 'លើកលែង\u200Bស្ត្រី')
    await press(place, 'Review your answer')
    await press(place, 'Sign off')
    await until(() => place.querySelector('.answer-review') === null)
    await again(asked([first[0]!, revision(disability, 2, 'Ramps and lifts.', 'ជម្រាល\u200Bស្ត្រី')]))
    const field = [...place.querySelectorAll('textarea')].find((one) => one.value !== '')
    expect(field?.value).toBe('លើកលែង\u200Bស្ត្រី')
    expect([...place.querySelectorAll('.changed')].map((one) => one.textContent)).toEqual([
      '2.1New or changed Ramps and lifts.',
    ])
    await press(place, 'Review your answer')
    expect(document.activeElement?.textContent).toContain('Read the changed words of Section disab')
    await choose(place, 'I have read the new words of Section disab')
    await press(place, 'Review your answer')
    expect(button(place, 'Sign off')).toBeDefined()
  })

  it('[SIGNING-5] an answer that stands for these very words is kept, and only the others are asked', async () => {
    const sent = network(() => ({ status: 201, body: { signOffs: [receiptOf(disability)] } }))
    const { place } = await show(asked(first, [receiptOf(early)]))
    await choose(place, 'Abstain')
    await press(place, 'Review your answer')
    await press(place, 'Sign off')
    await until(() => sent.length === 1)
    expect((sent[0] as { sections: { sectionId: string }[] }).sections.map((one) => one.sectionId)).toEqual([
      disability,
    ])
  })

  it('[SIGNING-6] a section unlocked before the signature is said, leaves the act, and takes no typed word with it', async () => {
    const sent = network(() => ({ status: 201, body: { signOffs: [receiptOf(early)] } }))
    const { place, again } = await show(asked(first))
    await choose(place, 'Endorse with reservation')
    await type(place, 'Reservation, Khmer', 'ស្ត្រី\u200Bខ្មែរ')
    await press(place, 'Review your answer')
    await again(asked([first[0]!]))
    await until(() => place.querySelector('.answer-review') === null)
    expect(place.textContent).toContain('A coordinator has unlocked Section disab')
    await press(place, 'Review your answer')
    await press(place, 'Sign off')
    await until(() => sent.length === 1)
    expect(sent[0]).toEqual({
      organisationId: svay,
      sections: [
        { sectionId: early, digests: first[0]!.digests, position: 'reservation', reservation: { km: 'ស្ត្រី\u200Bខ្មែរ' } },
      ],
    })
  })

  it('[SIGNING-17] when the button that was pressed is gone, the focus is on what it led to', async () => {
    const withdrawn: unknown[] = network(() => ({
      status: 200,
      body: { ...receiptOf(early), standing: 'withdrawn', withdrawnAt: '2026-11-25T04:00:00.000Z' },
    }))
    const { place, again } = await show(asked(first, [receiptOf(early)]))
    await choose(place, 'Endorse')
    await press(place, 'Review your answer')
    await press(place, 'Change something')
    expect(document.activeElement?.textContent).toBe('Your answer')
    await press(place, 'Withdraw')
    const dialog = place.querySelector('dialog')!
    await act(async () => button(dialog, 'Withdraw').click())
    await until(() => withdrawn.length === 1 && place.querySelector('dialog') === null)
    await again(asked(first, []))
    expect(document.activeElement?.textContent).toBe('Answers so far')
  })
})
