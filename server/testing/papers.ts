/** What papers are made of in tests: the demonstration statement, locked and signed, and hostile words. */
import { DEMO_ORGANISATIONS } from '../commands/demo/coalition.ts'
import { DEMO_RESERVATION, DEMO_SECTIONS, DEMO_TITLE } from '../commands/demo/statement.ts'
import type { PaperSource, SourceSection, SourceSignOff } from '../paper/paper-source.ts'
import { LANGUAGES } from '../../shared/names.ts'
import {
  revisionDigests,
  textDigests,
  type CanonicalBlock,
  type CanonicalTextblock,
} from '../../shared/section-text/canonical.ts'

/** 25 November 2026, 10:00 in Phnom Penh. */
export const PRINTED_AT = Date.UTC(2026, 10, 25, 3)

/** The demonstration statement: final, every organisation endorses, the second with a reservation in section 3. */
export function demoSource(changes: Partial<PaperSource> = {}): PaperSource {
  const sections = DEMO_SECTIONS.map((section, index): SourceSection => {
    const texts = LANGUAGES.map((language) => {
      const text = { language, title: section.title[language]!, blocks: demoBlocks(section.texts[language]) }
      return { ...text, digest: textDigests(text).digest }
    })
    const { fullDigest } = revisionDigests(texts)
    const revision = { number: 1, lockedAt: PRINTED_AT, fullDigest }
    return { id: `sec_${index + 1}`, title: section.title, state: 'locked', revision, texts }
  })
  return {
    title: DEMO_TITLE,
    state: 'final',
    languages: LANGUAGES,
    prevailingLanguage: 'km',
    signingUntil: null,
    finalAt: PRINTED_AT,
    sections,
    isWhole: true,
    signOffs: DEMO_ORGANISATIONS.flatMap((organisation, index) =>
      sections.map((section) => demoSignOff(organisation, section.id, index === 1 && section.id === 'sec_3')),
    ),
    auditHead: { seq: 128, hash: 'ab'.repeat(32) },
    address: 'https://samaki.example.org/statements/sta_demo',
    now: PRINTED_AT,
    ...changes,
  }
}

export function demoSignOff(
  organisation: (typeof DEMO_ORGANISATIONS)[number],
  sectionId: string,
  isReserved = false,
): SourceSignOff {
  return {
    organisationId: organisation.key,
    organisation: organisation.name,
    sectionId,
    position: isReserved ? 'reservation' : 'endorse',
    reservation: isReserved ? DEMO_RESERVATION : null,
    signedAt: PRINTED_AT - 3_600_000,
    withdrawnAt: null,
  }
}

/** One section, in both languages, of these blocks. */
export function sourceOf(blocks: readonly CanonicalBlock[], changes: Partial<PaperSource> = {}): PaperSource {
  const texts = LANGUAGES.map((language) => ({ language, title: 'ខ្មែរ & ស្ត្រី', blocks, digest: 'd'.repeat(64) }))
  const revision = { number: 1, lockedAt: PRINTED_AT, fullDigest: 'f'.repeat(64) }
  const section: SourceSection = { id: 'sec_1', title: { en: 'One' }, state: 'locked', revision, texts }
  return { ...demoSource(), sections: [section], signOffs: [], ...changes }
}

export function paragraph(...runs: CanonicalTextblock['runs']): CanonicalTextblock {
  return { type: 'paragraph', runs }
}

/** The plain form of the demonstration statement as blocks; addresses become links. */
function demoBlocks(plain: string): CanonicalBlock[] {
  const blocks: CanonicalBlock[] = []
  for (const line of plain.split('\n')) {
    const [, sign = '', words = line] = /^(## |> |- |\d+\. )(.*)$/.exec(line) ?? []
    const runs = runsOf(words)
    if (sign === '## ') blocks.push({ type: 'heading', level: 2, runs })
    else if (sign === '> ') blocks.push({ type: 'blockquote', children: [paragraph(...runs)] })
    else if (sign === '') blocks.push(paragraph(...runs))
    else {
      const type = sign === '- ' ? 'bullet_list' : 'ordered_list'
      const last = blocks.at(-1)
      const item: CanonicalBlock = { type: 'list_item', children: [paragraph(...runs)] }
      if (last?.type === type) blocks[blocks.length - 1] = { ...last, children: [...last.children, item] }
      else blocks.push({ type, children: [item] })
    }
  }
  return blocks
}

function runsOf(words: string): CanonicalTextblock['runs'] {
  const pieces = words.split(/(https:\/\/[^\s\u200b]+)/).filter((piece) => piece !== '')
  return pieces.map((text) => (text.startsWith('https://') ? { text, link: text } : { text }))
}
