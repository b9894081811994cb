/**
 * The language of blocks that have none of their own: where a paragraph is plainly written in the
 * other script than its text, it is shown in that language, so that fonts, line breaks, spelling
 * and voices are right. Only shown; a person can set the language, and only that is written.
 */
import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { Language } from '../../shared/names.ts'

/** Consonants and independent vowels: signs are parts of a letter, and would count it several times. */
const KHMER = /[\u1780-\u17b3]/g
const LATIN = /[A-Za-z\u00c0-\u024f]/g

/** Twice as many: a paragraph of both scripts must not change its language, and its height, from key to key. */
const PLAINLY = 2

/** The language that these words are plainly written in, or null where they are of both or too few to tell. */
export function guessLanguage(words: string): Language | null {
  const khmer = words.match(KHMER)?.length ?? 0
  const latin = words.match(LATIN)?.length ?? 0
  if (khmer + latin < 2) return null
  if (khmer >= latin * PLAINLY) return 'km'
  return latin >= khmer * PLAINLY ? 'en' : null
}

export function showBlockLanguages(textLanguage: Language): Plugin {
  // A block that did not change is the same node object, so each is looked at once.
  const guesses = new WeakMap<Node, Language | null>()
  const guess = (node: Node): Language | null => {
    const known = guesses.get(node)
    if (known !== undefined) return known
    const found = node.attrs.lang === null ? guessLanguage(node.textContent) : null
    const shown = found === textLanguage ? null : found
    guesses.set(node, shown)
    return shown
  }
  let shown: { readonly doc: Node; readonly decorations: DecorationSet } | null = null
  return new Plugin({
    props: {
      decorations({ doc }) {
        if (shown?.doc === doc) return shown.decorations
        const decorations: Decoration[] = []
        doc.descendants((node, pos) => {
          if (!node.isTextblock) return true
          const lang = guess(node)
          if (lang !== null) decorations.push(Decoration.node(pos, pos + node.nodeSize, attributesOf(lang)))
          return false
        })
        shown = { doc, decorations: DecorationSet.create(doc, decorations) }
        return shown.decorations
      },
    },
  })
}

/** Browsers have no Khmer dictionary, and a wrong one underlines every word. */
function attributesOf(lang: Language): Record<string, string> {
  return lang === 'km' ? { lang, spellcheck: 'false' } : { lang }
}
