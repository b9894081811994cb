/** @jest-environment jsdom */
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { sectionSchema } from '../../shared/section-text/schema.ts'
import { guessLanguage, showBlockLanguages } from './block-language.ts'
import { paragraphsBetween } from './paragraph-places.ts'

const { nodes } = sectionSchema
const p = (text: string, lang: string | null = null) =>
  nodes.paragraph.create({ lang }, text === '' ? null : sectionSchema.text(text))

describe('block languages', () => {
  it.each([
    ['ស្ត្រី\u200bនិង\u200bកុមារ', 'km'],
    ['Two more years', 'en'],
    ['ក្រសួងអប់រំ យុវជន និងកីឡា (MoEYS)', 'km'],
    ['word ស្ត្រី', null],
    ['12.5 %', null],
    ['', null],
  ])('[EDIT-16] reads the language off the script: %s', (words, expected) => {
    expect(guessLanguage(words)).toBe(expected)
  })

  it('[EDIT-17] shows a block in the other language as that, and writes nothing', () => {
    const doc = nodes.doc.create(null, [p('Two more years'), p('ខ្មែរ ស្ត្រី'), p('ខ្មែរ', 'en'), p('')])
    const view = new EditorView(document.createElement('div'), {
      state: EditorState.create({ doc, plugins: [showBlockLanguages('en')] }),
    })
    const blocks = [...view.dom.children].map((block) => [block.getAttribute('lang'), block.getAttribute('spellcheck')])
    expect(blocks).toEqual([
      [null, null],
      ['km', 'false'],
      ['en', null],
      [null, null],
    ])
    expect(view.state.doc).toBe(doc)
    view.destroy()
  })
})

describe('paragraph places', () => {
  const item = nodes.list_item.create(null, p('ធាតុ'))
  const doc = nodes.doc.create(null, [
    nodes.heading.create(null, sectionSchema.text('ចំណង')),
    p('ខ្មែរ'),
    nodes.bullet_list.create(null, item),
    p(''),
    nodes.blockquote.create(null, p('ស្ត្រី')),
  ])
  const placeOf = (words: string) => {
    let found = 0
    doc.descendants((node, pos) => {
      if (node.isText && node.text === words) found = pos
    })
    return found
  }

  it.each([
    ['ចំណង', [1]],
    ['ខ្មែរ', [1]],
    ['ធាតុ', [1]],
    ['ស្ត្រី', [2]],
  ])('[HEAR-7] speaks of a place by the number that is printed: %s', (words, expected) => {
    expect(paragraphsBetween(doc, placeOf(words), placeOf(words))).toEqual(expected)
  })

  it('[HEAR-7] a change over several paragraphs names each', () => {
    expect(paragraphsBetween(doc, placeOf('ខ្មែរ'), placeOf('ស្ត្រី'))).toEqual([1, 2])
  })
})
