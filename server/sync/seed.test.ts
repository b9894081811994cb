import * as Y from 'yjs'
import { canonicalBlocks } from '../../shared/section-text/canonical.ts'
import { assertAllowed } from './allowed-content.ts'
import { newText } from './seed.ts'
import { scanUpdate } from './update-scan.ts'
import { unpackUpdates } from './update-row.ts'

function blocksOf(plain: string | null) {
  const doc = new Y.Doc()
  for (const update of unpackUpdates(newText(plain).bytes)) Y.applyUpdate(doc, update)
  return canonicalBlocks(doc)
}

const paragraph = (text: string) => ({ type: 'paragraph', runs: text === '' ? [] : [{ text }] })

describe('a new text', () => {
  it('[SEED-1] begins with one empty paragraph, written by the server under its own client id', () => {
    expect(blocksOf(null)).toEqual([paragraph('')])
    expect(newText(null).clientId).toBe(1)
    expect(blocksOf(' \n\t\n ')).toEqual([paragraph('')])
  })

  it('[SEED-2] takes pasted words line by line, Khmer as it is, headings and lists by the marks people type', () => {
    const plain = '# ការអប់រំ\r\n\r\nស្ត្រី\u200Bខ្មែរ\n- មួយ\n- two\n1. first\n2) second\nThe end.'
    expect(blocksOf(plain)).toEqual([
      { type: 'heading', level: 2, runs: [{ text: 'ការអប់រំ' }] },
      paragraph('ស្ត្រី\u200Bខ្មែរ'),
      {
        type: 'bullet_list',
        children: ['មួយ', 'two'].map((text) => ({ type: 'list_item', children: [paragraph(text)] })),
      },
      {
        type: 'ordered_list',
        children: ['first', 'second'].map((text) => ({ type: 'list_item', children: [paragraph(text)] })),
      },
      paragraph('The end.'),
    ])
  })

  it('[SEED-3] holds only what a person’s client could have written', () => {
    const [update] = unpackUpdates(newText('a\u202Eb\u{E0041}\n* ខ្មែរ').bytes)
    for (const list of scanUpdate(update!).structs.values()) {
      for (const struct of list) expect(() => assertAllowed('body', null, struct.content)).not.toThrow()
    }
    expect(blocksOf('a\u202Eb')).toEqual([paragraph('ab')])
  })
})
