/** @jest-environment jsdom */
import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection, type Command } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { sectionSchema } from '../../shared/section-text/schema.ts'
import {
  blockKindAt,
  blockLanguageAt,
  cycleHeading,
  isInList,
  isInQuote,
  isMarkActive,
  liftItem,
  linkAt,
  removeLink,
  selectWholeText,
  setBlockKind,
  setBlockLanguage,
  setLink,
  sinkItem,
  toggleBulletList,
  toggleOrderedList,
  toggleQuote,
  toggleStrong,
} from './commands.ts'
import { numberOf, sectionInputRules } from './input-rules.ts'
import { editorKeymaps, keyLabel } from './keymap.ts'
import { cleanPaste, PASTE_LENGTH_MAX } from './paste.ts'

const { nodes, marks } = sectionSchema
const p = (text: string, lang: string | null = null) =>
  nodes.paragraph.create({ lang }, text === '' ? null : sectionSchema.text(text))
const h = (level: number, text: string) => nodes.heading.create({ level }, sectionSchema.text(text))
const li = (...content: Node[]) => nodes.list_item.create(null, content)
const ul = (...items: Node[]) => nodes.bullet_list.create(null, items)
const ol = (...items: Node[]) => nodes.ordered_list.create(null, items)
const quote = (...content: Node[]) => nodes.blockquote.create(null, content)

/** jsdom has no ClipboardEvent; ProseMirror only passes it on. */
const pasteEvent = () => new Event('paste') as ClipboardEvent

const views: EditorView[] = []
afterEach(() => {
  for (const view of views.splice(0)) view.destroy()
})

/** An editor over these blocks, its caret at the end of the first text that is `at`, or the range over it. */
function edit(blocks: Node[], at: string, isRange = false) {
  const doc = nodes.doc.create(null, blocks)
  const cuts: number[] = []
  let closed = 0
  const plugins = [
    sectionInputRules(() => closed++),
    ...editorKeymaps({ undo: () => true, redo: () => true, openLink: () => true, focusToolbar: () => true }),
    cleanPaste(new DOMParser(), (length) => cuts.push(length)),
  ]
  const view = new EditorView(document.createElement('div'), { state: EditorState.create({ doc, plugins }) })
  views.push(view)
  let found = -1
  doc.descendants((node, pos) => {
    if (found < 0 && node.isText && node.text?.includes(at)) found = pos + node.text.indexOf(at)
    if (found < 0 && at === '' && node.isTextblock && node.childCount === 0) found = pos + 1
  })
  const to = found + at.length
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, isRange ? found : to, to)))
  return {
    view,
    cuts,
    closed: () => closed,
    run: (command: Command) => command(view.state, view.dispatch, view),
    applies: (command: Command) => command(view.state),
    type(text: string) {
      for (const letter of text) {
        const { from, to: end } = view.state.selection
        const handled = view.someProp('handleTextInput', (handle) =>
          handle(view, from, end, letter, () => view.state.tr),
        )
        if (!handled) view.dispatch(view.state.tr.insertText(letter, from, end))
      }
    },
    press(key: string, modifiers: KeyboardEventInit = {}) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers })
      return view.someProp('handleKeyDown', (handle) => handle(view, event)) ?? false
    },
    paste: (html: string) => view.pasteHTML(html, pasteEvent()),
    shows: (...expected: Node[]) => expect(view.state.doc.toJSON()).toEqual(nodes.doc.create(null, expected).toJSON()),
  }
}

describe('commands', () => {
  it('[EDIT-1] a question without dispatch changes nothing and answers as the act does', () => {
    const editor = edit([p('ខ្មែរ')], 'ខ្មែរ')
    const before = editor.view.state.doc
    expect(editor.applies(setBlockKind(2))).toBe(true)
    expect(editor.applies(setBlockKind(null))).toBe(false)
    expect(editor.applies(sinkItem)).toBe(false)
    expect(editor.view.state.doc).toBe(before)
    expect(editor.run(setBlockKind(2))).toBe(true)
    editor.shows(h(2, 'ខ្មែរ'))
  })

  it('[EDIT-2] a heading keeps the paragraph’s language, and each press goes one level down', () => {
    const editor = edit([p('ស្ត្រី', 'km')], 'ស្ត្រី')
    const kinds = [1, 2, 3, 4].map(() => {
      editor.run(cycleHeading)
      return [blockKindAt(editor.view.state), blockLanguageAt(editor.view.state)]
    })
    expect(kinds).toEqual([
      [2, 'km'],
      [3, 'km'],
      [4, 'km'],
      [null, 'km'],
    ])
  })

  it('[EDIT-3] a list begins, changes its kind, and ends', () => {
    const editor = edit([p('ក'), p('ខ')], 'ក')
    editor.run(toggleBulletList)
    editor.shows(ul(li(p('ក'))), p('ខ'))
    expect(isInList(editor.view.state, nodes.bullet_list)).toBe(true)
    editor.run(toggleOrderedList)
    editor.shows(ol(li(p('ក'))), p('ខ'))
    editor.run(toggleOrderedList)
    editor.shows(p('ក'), p('ខ'))
  })

  it('[EDIT-4] items go inwards and outwards, at most six lists deep', () => {
    const editor = edit([ul(li(p('ក')), li(p('ខ')))], 'ខ')
    editor.run(sinkItem)
    editor.shows(ul(li(p('ក'), ul(li(p('ខ'))))))
    editor.run(liftItem)
    editor.shows(ul(li(p('ក')), li(p('ខ'))))
    let deep: Node = ul(li(p('x')), li(p('y')))
    for (let depth = 1; depth < 6; depth++) deep = ul(li(p('a'), deep))
    expect(edit([deep], 'y').applies(sinkItem)).toBe(false)
  })

  it('[EDIT-5] a quotation goes around a paragraph and away again', () => {
    const editor = edit([p('ក'), p('ខ')], 'ខ')
    editor.run(toggleQuote)
    editor.shows(p('ក'), quote(p('ខ')))
    expect(isInQuote(editor.view.state)).toBe(true)
    editor.run(toggleQuote)
    editor.shows(p('ក'), p('ខ'))
  })

  it('[EDIT-6] a link leads only to pages and mail, is changed whole and taken away whole', () => {
    const editor = edit([p('អាន ទីនេះ')], 'ទីនេះ', true)
    expect(editor.applies(setLink('javascript:alert(1)'))).toBe(false)
    editor.run(setLink('https://nep.org'))
    expect(linkAt(editor.view.state)).toEqual({ href: 'https://nep.org', from: 5, to: 10 })
    editor.view.dispatch(editor.view.state.tr.setSelection(TextSelection.create(editor.view.state.doc, 7)))
    editor.run(setLink('mailto:info@nep.org'))
    expect(linkAt(editor.view.state)).toEqual({ href: 'mailto:info@nep.org', from: 5, to: 10 })
    editor.run(removeLink)
    editor.shows(p('អាន ទីនេះ'))
  })

  it('[EDIT-6] a link without words shows its address', () => {
    const editor = edit([p('ក')], 'ក')
    editor.run(setLink('https://nep.org'))
    const link = sectionSchema.text('https://nep.org', [marks.link.create({ href: 'https://nep.org' })])
    editor.shows(nodes.paragraph.create(null, [sectionSchema.text('ក'), link]))
  })

  it('[EDIT-7] a paragraph has a language of its own, or the text’s', () => {
    const editor = edit([p('ក'), p('b')], 'b')
    editor.run(setBlockLanguage('en'))
    editor.shows(p('ក'), p('b', 'en'))
    editor.run(setBlockLanguage(null))
    editor.shows(p('ក'), p('b'))
  })

  it('[EDIT-8] marks are on or off as the caret has them', () => {
    const editor = edit([p('ខ្មែរ')], 'ខ្មែរ', true)
    editor.run(toggleStrong)
    expect(isMarkActive(editor.view.state, marks.strong)).toBe(true)
    editor.run(toggleStrong)
    editor.shows(p('ខ្មែរ'))
  })

  it('[EDIT-9] everything selected is a text from first to last block', () => {
    const editor = edit([p('ក'), ul(li(p('ខ')))], 'ក')
    editor.run(selectWholeText)
    const { from, to } = editor.view.state.selection
    expect(editor.view.state.selection).toBeInstanceOf(TextSelection)
    expect(editor.view.state.doc.textBetween(from, to, '|')).toBe('ក|ខ')
  })
})

describe('input rules', () => {
  it.each<[string, string, Node]>([
    ['[EDIT-10] ## a heading', '## ', nodes.heading.create({ level: 2 })],
    ['[EDIT-10] #### a small one', '#### ', nodes.heading.create({ level: 4 })],
    ['[EDIT-10] - a list', '- ', ul(li(p('')))],
    ['[EDIT-10] 1. a numbered list', '1. ', ol(li(p('')))],
    ['[EDIT-10] Khmer digits count too', '៣. ', nodes.ordered_list.create({ order: 3 }, li(p('')))],
    ['[EDIT-10] > a quotation', '> ', quote(p(''))],
  ])('%s', (_rule, typed, expected) => {
    const editor = edit([p('')], '')
    editor.type(typed)
    editor.shows(expected)
    expect(editor.closed()).toBe(1)
  })

  it('[EDIT-11] Backspace right after takes the rule back and leaves what was typed', () => {
    const editor = edit([p('', 'km')], '')
    editor.type('## ')
    editor.shows(nodes.heading.create({ level: 2, lang: 'km' }))
    expect(editor.press('Backspace')).toBe(true)
    editor.shows(p('## ', 'km'))
  })

  it('[EDIT-10] reads Khmer digits', () => {
    expect([numberOf('១២'), numberOf('7'), numberOf('០')]).toEqual([12, 7, 1])
  })
})

describe('keys', () => {
  it('[EDIT-12] Enter at the end of a heading begins a paragraph in the same language, in the middle a heading', () => {
    const heading = nodes.heading.create({ level: 3, lang: 'km' }, sectionSchema.text('ខ្មែរ ស្ត្រី'))
    const atEnd = edit([heading], 'ស្ត្រី')
    atEnd.press('Enter')
    atEnd.shows(heading, p('', 'km'))
    const inside = edit([heading], 'ខ្មែរ ')
    inside.press('Enter')
    inside.shows(
      nodes.heading.create({ level: 3, lang: 'km' }, sectionSchema.text('ខ្មែរ ')),
      nodes.heading.create({ level: 3, lang: 'km' }, sectionSchema.text('ស្ត្រី')),
    )
  })

  it('[EDIT-13] Enter makes the next item, and in an empty one leaves the list', () => {
    const editor = edit([ul(li(p('ក')))], 'ក')
    editor.press('Enter')
    editor.shows(ul(li(p('ក')), li(p(''))))
    editor.press('Enter')
    editor.shows(ul(li(p('ក'))), p(''))
  })

  it('[EDIT-14] Tab leaves the editor, and no key needs Ctrl+Alt', () => {
    const editor = edit([ul(li(p('ក')), li(p('ខ')))], 'ខ')
    expect(editor.press('Tab')).toBe(false)
    expect(editor.press(']', { ctrlKey: true })).toBe(true)
    editor.shows(ul(li(p('ក'), ul(li(p('ខ'))))))
  })

  it('[EDIT-15] keys work on a Khmer keyboard', () => {
    const editor = edit([p('ខ្មែរ')], 'ខ្មែរ', true)
    expect(editor.press('ប', { ctrlKey: true, keyCode: 66 })).toBe(true)
    expect(isMarkActive(editor.view.state, marks.strong)).toBe(true)
  })

  it('[EDIT-15] keys are written as people know them', () => {
    expect([keyLabel('Mod-Shift-8', false), keyLabel('Mod-b', true), keyLabel('Alt-F10', false)]).toEqual([
      'Ctrl+Shift+8',
      '⌘B',
      'Alt+F10',
    ])
  })
})

describe('paste', () => {
  it('[PASTE-9] characters that nobody can see and that change what one reads do not enter', () => {
    const editor = edit([p('ក')], 'ក')
    editor.paste('<p>\u202eខ្មែរ\u200b\ud800 ស្ត្រី\u2066\u{e0041}</p>')
    editor.shows(p('កខ្មែរ\u200b ស្ត្រី'))
  })

  it('[PASTE-10] hostile HTML becomes a valid text', () => {
    const editor = edit([p('ក')], 'ក')
    editor.paste(
      '<div><h1 onmouseover=x>ចំណង</h1><ul><li><script>x</script><a href="javascript:x">តំណ</a></li></ul><iframe></iframe>',
    )
    editor.view.state.doc.check()
    expect(editor.view.state.doc.textContent).toBe('កចំណងតំណ')
    expect(JSON.stringify(editor.view.state.doc.toJSON())).not.toMatch(/javascript|onmouse|script/)
  })

  it('[PASTE-11] a paste longer than a section is cut, said so, and stays whole characters', () => {
    const editor = edit([p('')], '')
    editor.paste(`<p>${'😀'.repeat(PASTE_LENGTH_MAX)}</p>`)
    expect(editor.cuts).toEqual([PASTE_LENGTH_MAX])
    expect(editor.view.state.doc.textContent).toMatch(/^(😀)+$/u)
    expect(editor.view.state.doc.textContent.length).toBeLessThanOrEqual(PASTE_LENGTH_MAX)
  })

  it('[PASTE-12] plain text becomes paragraphs', () => {
    const editor = edit([p('')], '')
    editor.view.pasteText('ខ្មែរ\r\nស្ត្រី\n\nb\u202ec', pasteEvent())
    editor.shows(p('ខ្មែរ'), p('ស្ត្រី'), p('bc'))
  })
})
