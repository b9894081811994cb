import type { FrozenText, RevisionDetail } from '../../shared/api/texts.ts'
import type { RevisionId, SectionId, StatementId } from '../../shared/ids.ts'
import { revisionDigests, textDigests, type CanonicalBlock } from '../../shared/section-text/canonical.ts'
import { changedBlocks, checkRevision, shortCodeOf } from './frozen.ts'

function paragraphs(...lines: string[]): CanonicalBlock[] {
  return lines.map((text) => ({ type: 'paragraph', runs: [{ text }] }))
}

function frozen(language: 'en' | 'km', title: string, blocks: CanonicalBlock[]): FrozenText {
  return { language, title, blocks, words: 3, ...textDigests({ language, title, blocks }) }
}

function revision(texts: FrozenText[]): RevisionDetail {
  return {
    id: 'rev_aaaaaaaaaaaaaaaa' as RevisionId,
    sectionId: 'sec_earlychildhood1' as SectionId,
    statementId: 'sta_aaaaaaaaaaaaaaaa' as StatementId,
    number: 1,
    titles: { en: 'Early childhood', km: 'កុមារតូច' },
    texts,
    lockedAt: '2026-11-25T01:00:00.000Z',
    ...revisionDigests(texts),
  }
}

const en = frozen('en', 'Early childhood', paragraphs('Two more years.'))
const km = frozen('km', 'កុមារតូច', paragraphs('រយៈពេល\u200Bពីរឆ្នាំទៀត។ ស្ត្រី'))

describe('the frozen words in the browser', () => {
  it('[FROZEN-1] agrees with the server when the words shown give its codes, English first', () => {
    const checked = checkRevision(revision([km, en]))
    expect(checked.isSame).toBe(true)
    expect(checked.digests).toEqual({ en: en.digest, km: km.digest })
    expect(checked.texts.map((text) => text.language)).toEqual(['en', 'km'])
  })

  it('[FROZEN-2] disagrees when one letter on the way is another, in either language', () => {
    const honest = revision([en, km])
    const changedEnglish = { ...honest, texts: [{ ...en, blocks: paragraphs('Two more yearz.') }, km] }
    expect(checkRevision(changedEnglish).isSame).toBe(false)
    const changedKhmer = { ...honest, texts: [en, { ...km, blocks: paragraphs('រយៈពេល\u200Bបីឆ្នាំទៀត។ ស្ត្រី') }] }
    expect(checkRevision(changedKhmer).isSame).toBe(false)
    const changedTitle = { ...honest, texts: [{ ...en, title: 'Early childhoods' }, km] }
    expect(checkRevision(changedTitle).isSame).toBe(false)
  })

  it('[FROZEN-3] disagrees when the server leaves out or adds a language, or names another whole', () => {
    const honest = revision([en, km])
    expect(checkRevision({ ...honest, texts: [en] }).isSame).toBe(false)
    expect(checkRevision({ ...honest, digests: { en: en.digest } }).isSame).toBe(false)
    expect(checkRevision({ ...honest, fullDigest: 'f'.repeat(64) }).isSame).toBe(false)
    expect(checkRevision({ ...honest, texts: [], digests: {} }).isSame).toBe(false)
  })

  it('[FROZEN-4] names the paragraphs that are new to someone who read the text before', () => {
    const before = paragraphs('One.', 'ស្ត្រី និងកុមារី។', 'Three.')
    expect(changedBlocks(before, before)).toEqual(new Set())
    expect(changedBlocks(before, paragraphs('Three.', 'One.'))).toEqual(new Set())
    const now = paragraphs('One.', 'ស្ត្រី និងកុមារា។', 'Three.', 'Four.')
    expect(changedBlocks(before, now)).toEqual(new Set([now[1], now[3]]))
    const list: CanonicalBlock = {
      type: 'bullet_list',
      children: [{ type: 'list_item', children: paragraphs('Five.') }],
    }
    expect(changedBlocks(before, [...before, list]).size).toBe(1)
  })

  it('[FROZEN-5] a short code is the beginning of the full one', () => {
    expect(shortCodeOf(en.digest)).toHaveLength(10)
    expect(en.digest.startsWith(shortCodeOf(en.digest))).toBe(true)
  })
})
