/**
 * Paste and drop, cleaned to what a section may hold: the form of `clean-html.ts`, and only
 * characters that may enter a text people sign. A paste longer than a section could ever be is
 * cut and said so; the binding writes a long one in several updates that are one undo step.
 */
import { Fragment, Slice, type Mark, type Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { acceptableText } from '../../shared/section-text/characters.ts'
import { linkAddress, sectionSchema } from '../../shared/section-text/schema.ts'
import { cleanHtml } from './clean-html.ts'

/** Some thirty pages: more than a section, and far below what the server takes as one text. */
export const PASTE_LENGTH_MAX = 100_000

/** `onCut` is told when a paste was longer than may be taken at once. */
export function cleanPaste(parser: DOMParser, onCut: (length: number) => void): Plugin {
  return new Plugin({
    props: {
      transformPastedHTML: (html) => cleanHtml(html, parser),
      transformPastedText: (text) => acceptableText(text.replace(/\r\n?/g, '\n')),
      transformPasted(slice) {
        const clean = cleanSlice(slice)
        if (clean.size <= PASTE_LENGTH_MAX) return clean
        onCut(PASTE_LENGTH_MAX)
        return cutSlice(clean, PASTE_LENGTH_MAX)
      },
      clipboardTextParser(text, _$context, plain) {
        const blocks = text
          .split(/(?:\r\n?|\n)+/)
          .map((line) => sectionSchema.nodes.paragraph.create(null, wordsOf(line)))
        return plain || blocks.length > 0 ? Slice.maxOpen(Fragment.from(blocks)) : Slice.empty
      },
    },
  })
}

/** Characters that may not enter are taken out, addresses that a link may not lead to are unlinked, unknown atoms go. */
function cleanSlice(slice: Slice): Slice {
  return new Slice(cleanFragment(slice.content), slice.openStart, slice.openEnd)
}

function cleanFragment(fragment: Fragment): Fragment {
  const nodes: Node[] = []
  fragment.forEach((node) => {
    if (node.isText) {
      const text = acceptableText(node.text ?? '').replace(/[\n\t]/g, ' ')
      if (text !== '') nodes.push(sectionSchema.text(text, node.marks.filter(isAllowed)))
    } else if (!node.isInline) nodes.push(node.copy(cleanFragment(node.content)))
  })
  return Fragment.fromArray(nodes)
}

function isAllowed(mark: Mark): boolean {
  return mark.type !== sectionSchema.marks.link || linkAddress(mark.attrs.href) !== null
}

function wordsOf(line: string): Node | null {
  const text = acceptableText(line).replaceAll('\t', ' ')
  return text === '' ? null : sectionSchema.text(text)
}

/** Cut short; half of a pair of surrogates at the end is no character and goes too. */
function cutSlice(slice: Slice, length: number): Slice {
  return cleanSlice(Slice.maxOpen(slice.content.cut(0, length)))
}
