/**
 * Foreign HTML as the few elements a section knows, for paste and drop. It is rebuilt from an
 * allow-list inside a document that is never shown, so no script runs and nothing is fetched;
 * what is not on the list gives its words and loses its form. Word writes lists as paragraphs
 * with a style: they become lists again. Depth has a limit, so that no nesting stops the page.
 */
import { languageTag, linkAddress } from '../../shared/section-text/schema.ts'
import { LIST_DEPTH_MAX } from './commands.ts'

/** Deeper than any document a person made; below it words are taken without their form. */
const DEPTH_MAX = 60
const QUOTE_DEPTH_MAX = 4
/** Four times what one paste may bring as words: markup around words is long, but not that long. */
const HTML_LENGTH_MAX = 4_000_000

const DROPPED = new Set(
  'script style head title meta link template noscript iframe frame object embed svg math canvas audio video img picture source input button select textarea option form'
    .split(' ')
    .map((name) => name.toUpperCase()),
)
const BLOCKS = new Set(
  'p div section article main header footer aside figure figcaption address pre dl dt dd table thead tbody tfoot tr td th caption center fieldset details summary hr'
    .split(' ')
    .map((name) => name.toUpperCase()),
)
const HEADING = /^H[1-6]$/

/** Where the next words go: block elements into `container`, words into `inline`, a fresh paragraph where that is null. */
interface Place {
  readonly container: Element
  readonly inline: Element | null
  readonly listDepth: number
  readonly quoteDepth: number
  readonly depth: number
  /** Every element of the source that holds a block somewhere inside. */
  readonly holders: ReadonlySet<Node>
  /** Copied in an editor like this one, whose languages are meant; Word marks every span with some. */
  readonly keepsLanguages: boolean
}

/** The same words and as much of their form as a section has. The parser's documents run and fetch nothing. */
export function cleanHtml(html: string, parser: DOMParser): string {
  const source = parser.parseFromString(withoutHandlers(html.slice(0, HTML_LENGTH_MAX)), 'text/html')
  const target = parser.parseFromString('<body></body>', 'text/html')
  gatherWordLists(source)
  copyChildren(source.body, {
    container: target.body,
    inline: null,
    listDepth: 0,
    quoteDepth: 0,
    depth: 0,
    holders: blockHolders(source),
    keepsLanguages: html.includes('data-pm-slice'),
  })
  return target.body.innerHTML
}

/** None of these could run here; but browsers report each one that they refuse, as if the page had done wrong. */
function withoutHandlers(html: string): string {
  return html.replace(/<[^<>]*>/g, (tag) => tag.replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)/gi, ''))
}

function copyChildren(from: Node, place: Place): void {
  if (place.depth > DEPTH_MAX) {
    return appendText(from.textContent ?? '', { ...place, inline: place.inline ?? append(place.container, 'p') })
  }
  // Inline content between two blocks shares one paragraph.
  let loose: Element | null = null
  for (const child of from.childNodes) {
    const isInline = child.nodeType === 3 || (isElement(child) && !isBlock(child, place) && !DROPPED.has(tagOf(child)))
    if (isInline && place.inline === null && (loose !== null || (child.textContent ?? '').trim() !== '')) {
      loose ??= append(place.container, 'p')
    } else if (!isInline) loose = null
    const here = loose === null ? place : { ...place, inline: loose }
    if (child.nodeType === 3) appendText(child.nodeValue ?? '', here)
    else if (isElement(child)) copyElement(child, { ...here, depth: place.depth + 1 })
  }
}

function copyElement(element: Element, place: Place): void {
  const tag = tagOf(element)
  if (DROPPED.has(tag)) return
  if (tag === 'BR') return appendText('\n', place)
  if (tag === 'UL' || tag === 'OL') return copyList(element, place)
  if (tag === 'LI') return copyItem(element, place)
  if (tag === 'BLOCKQUOTE' && place.quoteDepth < QUOTE_DEPTH_MAX) {
    return copyInto(element, 'blockquote', { ...place, quoteDepth: place.quoteDepth + 1 })
  }
  if (HEADING.test(tag) || (tag === 'P' && !place.holders.has(element))) {
    const block = append(place.container, HEADING.test(tag) ? tag.toLowerCase() : 'p')
    copyLanguage(element, block, place)
    return copyChildren(element, { ...place, inline: block })
  }
  if (isBlock(element, place)) return copyChildren(element, { ...place, inline: null })
  copyInline(element, place)
}

function copyInline(element: Element, place: Place): void {
  let inline = place.inline
  if (inline !== null) for (const name of formsOf(element)) inline = append(inline, name)
  if (inline !== null && place.keepsLanguages && element.tagName === 'SPAN' && element.hasAttribute('lang')) {
    inline = append(inline, 'span')
    copyLanguage(element, inline, place)
  }
  const href = element.tagName === 'A' ? linkAddress(element.getAttribute('href')) : null
  if (inline !== null && href !== null) {
    inline = append(inline, 'a')
    inline.setAttribute('href', href)
  }
  // A block inside an inline element (Google Docs wraps everything in one <b>) leaves it.
  copyChildren(element, place.holders.has(element) ? { ...place, inline: null } : { ...place, inline })
}

/** Deeper lists than a section has go on as items of the deepest one. */
function copyList(element: Element, place: Place): void {
  if (place.listDepth >= LIST_DEPTH_MAX) return copyChildren(element, { ...place, inline: null })
  // Google Docs puts a list inside a list straight into it; it belongs to the item before.
  const isBare = /^(UL|OL)$/.test(place.container.tagName)
  const parent = isBare ? (place.container.lastElementChild ?? append(place.container, 'li')) : place.container
  const list = append(parent, element.tagName.toLowerCase())
  const start = Number(element.getAttribute('start'))
  if (element.tagName === 'OL' && Number.isInteger(start) && start > 1) list.setAttribute('start', String(start))
  copyChildren(element, { ...place, container: list, inline: null, listDepth: place.listDepth + 1 })
}

function copyItem(element: Element, place: Place): void {
  const list = place.container.closest('ul, ol')
  if (list === null) return copyChildren(element, { ...place, inline: null })
  copyChildren(element, { ...place, container: append(list, 'li'), inline: null })
}

function copyInto(element: Element, name: string, place: Place): void {
  copyChildren(element, { ...place, container: append(place.container, name), inline: null })
}

function appendText(text: string, { inline }: Place): void {
  inline?.append(text)
}

function append(parent: Element, name: string): Element {
  const element = parent.ownerDocument.createElement(name)
  parent.append(element)
  return element
}

function copyLanguage(from: Element, to: Element, { keepsLanguages }: Place): void {
  const lang = keepsLanguages ? languageTag(from.getAttribute('lang')) : null
  if (lang !== null) to.setAttribute('lang', lang)
}

function formsOf(element: Element): string[] {
  const style = element.getAttribute('style') ?? ''
  const isPlain = /font-weight:\s*(normal|[1-5]00)/i.test(style)
  const isBold = (/^(B|STRONG)$/.test(element.tagName) && !isPlain) || /font-weight:\s*(bold|[6-9]00)/i.test(style)
  const isItalic = /^(I|EM|CITE|DFN)$/.test(element.tagName) || /font-style:\s*(italic|oblique)/i.test(style)
  return [...(isBold ? ['strong'] : []), ...(isItalic ? ['em'] : [])]
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1
}

/** In lower case where the element is foreign to HTML: `<svg>` is `SVG` here. */
function tagOf(element: Element): string {
  return element.tagName.toUpperCase()
}

function isBlock(element: Element, { holders }: Place): boolean {
  return isBlockTag(tagOf(element)) || holders.has(element)
}

function isBlockTag(tag: string): boolean {
  return BLOCKS.has(tag) || HEADING.test(tag) || /^(UL|OL|LI|BLOCKQUOTE)$/.test(tag)
}

/** Found once from below, because asking each element what it holds would read a deep document again at every level. */
function blockHolders(source: Document): ReadonlySet<Node> {
  const holders = new Set<Node>()
  for (const element of source.body.getElementsByTagName('*')) {
    if (!isBlockTag(tagOf(element))) continue
    for (let at = element.parentNode; at !== null && !holders.has(at); at = at.parentNode) holders.add(at)
  }
  return holders
}

/**
 * Word's lists: `<p class="MsoListParagraph" style="mso-list:l0 level2 lfo1">` with the bullet
 * typed into a span marked `mso-list:Ignore`. Runs of them become nested lists.
 */
function gatherWordLists(source: Document): void {
  const paragraphs = [...source.querySelectorAll('p[style*="mso-list"]')].filter((one) => wordLevel(one) !== null)
  let lists: Element[] = []
  let last: Element | null = null
  for (const paragraph of paragraphs) {
    const level = Math.min(wordLevel(paragraph) ?? 1, LIST_DEPTH_MAX)
    if (last === null || last !== paragraph.previousElementSibling) lists = []
    const marker = paragraph.querySelector('span[style*="mso-list:Ignore" i], span[style*="mso-list: Ignore" i]')
    const name = /^\s*([\dA-Za-z]+|[\u17E0-\u17E9]+)[.)]/.test(marker?.textContent ?? '') ? 'ol' : 'ul'
    marker?.remove()
    lists = lists.slice(0, level)
    while (lists.length < level) {
      const list = source.createElement(name)
      const parent = lists.at(-1)?.lastElementChild ?? null
      if (parent !== null) parent.append(list)
      else if (lists.length > 0) append(lists[lists.length - 1] ?? list, 'li').append(list)
      else paragraph.before(list)
      lists.push(list)
    }
    const item = append(lists[level - 1] ?? paragraph, 'li')
    const outermost = lists[0] ?? null
    item.append(paragraph)
    last = outermost
  }
}

function wordLevel(paragraph: Element): number | null {
  const level = /mso-list:\s*l\d+\s+level(\d+)/i.exec(paragraph.getAttribute('style') ?? '')?.[1]
  return level === undefined ? null : Number(level)
}
