/** @jest-environment jsdom */
import { render } from 'preact'
import { act } from 'preact/test-utils'
import type { SignOffSummary } from '../../shared/api/signoffs.ts'
import type { StatementDetail } from '../../shared/api/statements.ts'
import type { OrganisationId, SectionId } from '../../shared/ids.ts'
import { switchLanguage } from '../ui/language.ts'
import type { AskedSection } from './answer-form.tsx'
import { AnswerReview } from './answer-review.tsx'
import { answersOfOrganisation } from './asked.ts'
import { EarlierAnswers } from './earlier-answers.tsx'
import type { CheckedRevision } from './frozen.ts'
import { FrozenSection } from './frozen-section.tsx'
import { Receipt } from './receipt.tsx'

const svay = 'org_svayeducation01' as OrganisationId
const titles = ['កុមារតូច', 'ស្ត្រី\u200Bនិងកុមារី', 'គ្រូបង្រៀន']
const sectionId = (number: number) => `sec_${String(number).repeat(16)}` as SectionId
const sections: AskedSection[] = titles.map((km, index) => ({
  sectionId: sectionId(index + 1),
  number: index + 1,
  title: { km },
  isAnswered: false,
}))
// As they may come: the last section first.
const came = [3, 1, 2]
const signOffs = came.map(
  (number) =>
    ({
      id: `sig_${String(number).repeat(16)}`,
      sectionId: sectionId(number),
      organisationId: svay,
      personId: 'per_sokha0000000001',
      position: 'endorse',
      digests: {},
      standing: 'valid',
      assurance: 'mail',
      signedAt: `2026-11-25T03:00:0${number}.000Z`,
      withdrawnAt: null,
      isAddendum: false,
    }) as unknown as SignOffSummary,
)
const idle = { failure: null, isBusy: false, run: async () => undefined, clear: () => undefined }
const IN_ORDER = ['១. កុមារតូច', '២. ស្ត្រី\u200Bនិងកុមារី', '៣. គ្រូបង្រៀន']

async function show(view: preact.ComponentChild): Promise<HTMLElement> {
  await switchLanguage('km')
  const place = document.createElement('main')
  document.body.replaceChildren(place)
  await act(async () => render(view, place))
  return place
}
const texts = (place: HTMLElement, selector: string) =>
  [...place.querySelectorAll(selector)].map((one) => one.textContent?.trim())

describe('a locked section', () => {
  it('[SIGNING-8] is headed in the language of the page and its digits, where it has that language', async () => {
    const text = (language: 'en' | 'km', title: string) => ({ language, title, blocks: [], words: 0 })
    const checked = {
      revision: { sectionId: sectionId(2), number: 1, lockedAt: '2026-11-25T03:00:00.000Z' },
      texts: [text('en', 'Women'), text('km', 'ស្ត្រី\u200Bនិងកុមារី')],
      digests: {},
      isSame: true,
    } as unknown as CheckedRevision
    const place = await show(<FrozenSection checked={checked} sectionNumber={2} headingLevel={3} />)
    expect(texts(place, 'article > h3')).toEqual([IN_ORDER[1]])
    await act(async () => switchLanguage('en'))
    expect(texts(place, 'article > h3')).toEqual(['2. Women'])
  })
})

describe('the sections of an answer', () => {
  it('[SIGNING-7] stand in the order of the statement, each with its number, in the last look before signing', async () => {
    const answers = came.map((number) => ({
      sectionId: sectionId(number),
      position: 'endorse' as const,
      reservation: null,
    }))
    const place = await show(
      <AnswerReview
        organisation={{ km: 'ស្វាយ' }}
        assurance="mail"
        answers={answers}
        sections={sections}
        shown={[]}
        act={idle}
        onBack={() => undefined}
        onSign={() => undefined}
      />,
    )
    expect(texts(place, 'tbody th')).toEqual(IN_ORDER)
  })

  it('[SIGNING-7] stand so in the receipt', async () => {
    window.fetch = async () => ({ ok: false, status: 403, json: async () => ({ refusal: 'may-not-read' }) }) as Response
    const place = await show(
      <Receipt
        statement={{ km: 'សេចក្តីថ្លែងការណ៍' }}
        statementHref="/statements/a"
        organisation={{ km: 'ស្វាយ' }}
        person={{ km: 'សុខា' }}
        signOffs={signOffs}
        sections={sections}
        onMore={() => undefined}
      />,
    )
    expect(texts(place, 'tbody th')).toEqual(IN_ORDER)
    expect(place.querySelector('time')?.textContent).toMatch(/^២៥ វិច្ឆិកា ២០២៦ ម៉ោង /)
  })

  it('[SIGNING-7] stand so among the earlier answers, of each section the newest first', async () => {
    const statement = { sections: sections.map(({ sectionId: id, title }) => ({ id, title })) }
    const again = {
      ...signOffs[1]!,
      id: 'sig_again00000000000' as SignOffSummary['id'],
      signedAt: '2026-11-25T09:00:00.000Z',
    }
    const names = { organisations: [], byId: new Map() }
    const asked = {
      statement: statement as unknown as StatementDetail,
      revisions: [],
      signOffs: [...signOffs, again],
      names,
    }
    const answers = answersOfOrganisation(asked, svay)
    expect(answers.map(({ signOff }) => signOff.id).slice(0, 2)).toEqual(['sig_again00000000000', signOffs[1]!.id])
    const place = await show(
      <EarlierAnswers
        organisation={{ km: 'ស្វាយ' }}
        answers={answers}
        names={names}
        mayWithdraw={false}
        isArrivedAt={false}
        onWithdrawn={() => undefined}
      />,
    )
    expect(texts(place, 'h3')).toEqual([IN_ORDER[0], ...IN_ORDER])
  })
})
