import * as Y from 'yjs'
import { bodyOf, blockChangesOf, seedText, seedUpdate } from './cells.ts'
import { canonicalBlocks, canonicalText, revisionDigests, textDigests, type CanonicalBlock } from './canonical.ts'
import { countWords, plainText } from './plain-text.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ'

function text(blocks: readonly CanonicalBlock[], title = 'ផ្នែកទី១') {
  return { language: 'km' as const, title, blocks }
}

function paragraph(
  ...runs: CanonicalBlock extends never ? never : { text: string; [mark: string]: unknown }[]
): CanonicalBlock {
  return { type: 'paragraph', runs } as CanonicalBlock
}

describe('canonical text', () => {
  it('[CANON-1] two people who typed in another order and under other keys have the same bytes', () => {
    const sokha = new Y.Doc()
    seedText(sokha, () => 'aaaaaaaa')
    bodyOf(sokha).insert(1, 'ខ្មែរ')
    bodyOf(sokha).insert(1, 'ស្ត្រី\u200B')
    const dara = new Y.Doc()
    Y.applyUpdate(
      dara,
      seedUpdate(() => 'bbbbbbbb'),
    )
    for (const [index, unit] of Array.from(KHMER).entries()) bodyOf(dara).insert(1 + index, unit)
    const of = (doc: Y.Doc) => canonicalText({ language: 'km', title: 'x', blocks: canonicalBlocks(doc) })
    expect(of(dara)).toBe(of(sokha))
    expect(of(sokha)).toBe(
      `samaki-text/1\n{"blocks":[{"runs":[{"text":"${KHMER}"}],"type":"paragraph"}],"language":"km","title":"x"}`,
    )
  })

  it('[CANON-2] a change in the map and the same in the marker have the same bytes', () => {
    const changed = new Y.Doc()
    seedText(changed, () => 'aaaaaaaa')
    blockChangesOf(changed).set('aaaaaaaa:b', 'heading')
    blockChangesOf(changed).set('aaaaaaaa:level', 3)
    const written = new Y.Doc()
    bodyOf(written).insertEmbed(0, { b: 'heading', level: 3, k: 'bbbbbbbb' })
    expect(canonicalBlocks(changed)).toEqual(canonicalBlocks(written))
  })

  it.each([
    ['bold', paragraph({ text: 'ស្ត្រី', strong: true }, { text: 'ខ្មែរ' })],
    ['italics', paragraph({ text: 'ស្ត្រីខ្មែរ', em: true })],
    ['a marked language', paragraph({ text: 'ស្ត្រីខ្មែរ', lang: 'km' })],
    ['an added word break', paragraph({ text: KHMER })],
    ['a word joiner and a byte order mark', paragraph({ text: 'ស្ត្រី\u2060ខ្មែ\uFEFFរ' })],
    ['white space at the ends', paragraph({ text: ' ' }, { text: 'ស្ត្រីខ្មែរ \u200B ' })],
  ])('[CANON-3] %s changes the full digest and not the wording', (_what, block) => {
    const before = textDigests(text([paragraph({ text: 'ស្ត្រីខ្មែរ' })]))
    const after = textDigests(text([block]))
    expect(after.digest).toBe(before.digest)
    expect(after.fullDigest).not.toBe(before.fullDigest)
  })

  const base: CanonicalBlock[] = [
    paragraph({ text: 'a < b, 15 ' }, { text: 'report', link: 'https://a.example/1' }),
    paragraph({ text: 'ក\u200Cខ' }),
  ]
  it.each<[string, CanonicalBlock[]]>([
    ['a letter', [paragraph({ text: 'c < b, 15 ' }, { text: 'report', link: 'https://a.example/1' }), base[1]!]],
    ['a digit', [paragraph({ text: 'a < b, 16 ' }, { text: 'report', link: 'https://a.example/1' }), base[1]!]],
    ['less to greater', [paragraph({ text: 'a > b, 15 ' }, { text: 'report', link: 'https://a.example/1' }), base[1]!]],
    ['a link address', [paragraph({ text: 'a < b, 15 ' }, { text: 'report', link: 'https://a.example/2' }), base[1]!]],
    ['the order of blocks', [base[1]!, base[0]!]],
    ['the kind of a block', [base[0]!, { type: 'heading', level: 2, runs: [{ text: 'ក\u200Cខ' }] }]],
    ['a container', [base[0]!, { type: 'blockquote', children: [base[1]!] }]],
    ['a joiner, which changes letters', [base[0]!, paragraph({ text: 'កខ' })]],
  ])('[CANON-4] %s changes the wording', (_what, blocks) => {
    expect(textDigests(text(blocks)).digest).not.toBe(textDigests(text(base)).digest)
  })

  it('[CANON-5] the title is part of both digests', () => {
    expect(textDigests(text(base, 'ក')).digest).not.toBe(textDigests(text(base, 'ខ')).digest)
    expect(textDigests(text(base, 'ក')).fullDigest).not.toBe(textDigests(text(base, 'ខ')).fullDigest)
  })

  it('[CANON-6] a revision does not depend on the order in which its languages are given', () => {
    const en = { language: 'en' as const, title: 'Women', blocks: base }
    const km = { language: 'km' as const, title: 'ស្ត្រី', blocks: base }
    expect(revisionDigests([km, en])).toEqual(revisionDigests([en, km]))
    expect(Object.keys(revisionDigests([en]).digests)).toEqual(['en'])
    expect(revisionDigests([en]).fullDigest).not.toBe(revisionDigests([en, km]).fullDigest)
  })

  it('[CANON-7] plain words are one line a block, and Khmer words are counted by the dictionary', () => {
    const blocks: CanonicalBlock[] = [
      paragraph({ text: 'We ask' }),
      { type: 'blockquote', children: [paragraph({ text: 'ស្ត្រី​ខ្មែរ' })] },
    ]
    expect(plainText(blocks)).toBe('We ask\nស្ត្រី​ខ្មែរ')
    expect(countWords(blocks)).toBe(4)
  })
})
