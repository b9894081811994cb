/**
 * The ProseMirror schema of one section in one language. Its content expressions are as
 * loose as ProseMirror's commands allow, because a text that several people wrote at once
 * must always be showable: whatever stands in the cells, there is one valid document.
 *
 * What this version does not know is shown plainly and kept untouched: an unknown container
 * is a `container`, an unknown embed an `opaque` atom.
 */
import { type Attrs, type DOMOutputSpec, Schema } from 'prosemirror-model'

/**
 * Raised whenever the cells gain something that an older client would show wrongly.
 * @public
 */
export const SCHEMA_VERSION = 1

/** Level 1 is the section's own title, so headings inside a section begin at 2. */
export const HEADING_LEVELS = [2, 3, 4] as const

/** The nearest level that a heading inside a section may have; 2 for nonsense. */
export function headingLevel(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 2
  return Math.min(4, Math.max(2, Math.round(value)))
}

/** The value if it has the form of a language tag such as `km` or `en-GB`, else null. */
export function languageTag(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/.test(value) ? value : null
}

/** A link longer than this is refused: no address that people hand around comes near it. */
const LINK_LENGTH_MAX = 2048

/** The address if a link may lead there (http, https, mailto), else null. */
export function linkAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LINK_LENGTH_MAX) return null
  return /^(https?:\/\/[^\s/]|mailto:[^\s])[^\s]*$/i.test(value) ? value : null
}

/** Khmer has no spelling checker in the browsers, and a wrong one underlines every word. */
function languageAttributes(lang: unknown): Record<string, string> {
  const tag = languageTag(lang)
  if (tag === null) return {}
  return tag.toLowerCase().startsWith('km') ? { lang: tag, spellcheck: 'false' } : { lang: tag }
}

function languageOf(element: HTMLElement): { lang: string | null } {
  return { lang: languageTag(element.getAttribute('lang')) }
}

function headingRule(tag: string, level: number) {
  return { tag, getAttrs: (element: HTMLElement): Attrs => ({ ...languageOf(element), level }) }
}

function orderOf(value: unknown): number {
  const order = Number(value)
  return Number.isInteger(order) && order > 0 && order < 1_000_000 ? order : 1
}

export const sectionSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      group: 'block',
      content: 'inline*',
      attrs: { lang: { default: null } },
      parseDOM: [{ tag: 'p', getAttrs: languageOf }],
      toDOM: (node): DOMOutputSpec => ['p', languageAttributes(node.attrs.lang), 0],
    },
    heading: {
      group: 'block',
      content: 'inline*',
      defining: true,
      attrs: { lang: { default: null }, level: { default: 2 } },
      parseDOM: [
        headingRule('h1', 2),
        headingRule('h2', 2),
        headingRule('h3', 3),
        headingRule('h4', 4),
        headingRule('h5', 4),
        headingRule('h6', 4),
      ],
      toDOM: (node): DOMOutputSpec => [`h${headingLevel(node.attrs.level)}`, languageAttributes(node.attrs.lang), 0],
    },
    blockquote: {
      group: 'block',
      content: 'block+',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: (): DOMOutputSpec => ['blockquote', 0],
    },
    bullet_list: {
      group: 'block',
      content: 'list_item+',
      parseDOM: [{ tag: 'ul' }],
      toDOM: (): DOMOutputSpec => ['ul', 0],
    },
    ordered_list: {
      group: 'block',
      content: 'list_item+',
      attrs: { order: { default: 1 } },
      parseDOM: [{ tag: 'ol', getAttrs: (element) => ({ order: orderOf(element.getAttribute('start') ?? 1) }) }],
      toDOM: (node): DOMOutputSpec =>
        node.attrs.order === 1 ? ['ol', 0] : ['ol', { start: orderOf(node.attrs.order) }, 0],
    },
    list_item: {
      content: 'block+',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: (): DOMOutputSpec => ['li', 0],
    },
    /** Any container this version does not know by name; tables and footnotes until they have their own nodes. */
    container: {
      group: 'block',
      content: 'block+',
      isolating: true,
      attrs: { name: { default: '' }, attrs: { default: {} } },
      toDOM: (): DOMOutputSpec => ['div', { class: 'unknown-container' }, 0],
    },
    /** Any inline embed this version does not know. */
    opaque: {
      group: 'inline',
      inline: true,
      atom: true,
      selectable: false,
      draggable: false,
      attrs: { embed: { default: null } },
      leafText: () => '\uFFFC',
      toDOM: (): DOMOutputSpec => ['span', { class: 'unknown-embed' }, '\u25A1'],
    },
    text: { group: 'inline' },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (element) => {
            const href = linkAddress(element.getAttribute('href'))
            return href === null ? false : { href }
          },
        },
      ],
      toDOM: (mark): DOMOutputSpec => ['a', { href: String(mark.attrs.href), rel: 'noopener noreferrer nofollow' }, 0],
    },
    lang: {
      attrs: { lang: {} },
      parseDOM: [
        {
          tag: 'span[lang]',
          getAttrs: (element) => {
            const lang = languageTag(element.getAttribute('lang'))
            return lang === null ? false : { lang }
          },
        },
      ],
      toDOM: (mark): DOMOutputSpec => ['span', languageAttributes(mark.attrs.lang), 0],
    },
    em: {
      parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }],
      toDOM: (): DOMOutputSpec => ['em', 0],
    },
    strong: {
      parseDOM: [
        { tag: 'strong' },
        // Google Docs wraps everything it copies in <b style="font-weight: normal">.
        { tag: 'b', getAttrs: (element) => (element.style.fontWeight === 'normal' ? false : null) },
        { style: 'font-weight', getAttrs: (value) => (/^(bold(er)?|[6-9]\d{2})$/.test(value) ? null : false) },
      ],
      toDOM: (): DOMOutputSpec => ['strong', 0],
    },
  },
})
