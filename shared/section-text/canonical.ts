/**
 * The words that people sign, as bytes that are equal on every machine: a version line and
 * JSON with sorted keys and defaults left out, over the rebuilt tree. No key of a block, no id
 * of a container stands in it, so restored or imported words give equal bytes. Exact code
 * points, no Unicode normalisation. (Yjs's own bytes will not do: its clean-up changes them.)
 *
 * Two digests: the full one over everything, and the *wording*, which leaves out what does
 * not change what is said: bold, italics, marked languages, invisible word breaks.
 */
import { digest as sha256 } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import type { Mark, Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import { LANGUAGES, type Language } from '../names.ts'
import { rebuildDocument } from './document.ts'

/** Text with equal marks, or, with `atom`, an embed this version does not know (its text is then empty). */
export interface Run {
  readonly text: string
  readonly strong?: true
  readonly em?: true
  readonly link?: string
  readonly lang?: string
  readonly atom?: unknown
}

export interface CanonicalTextblock {
  readonly type: 'paragraph' | 'heading'
  /** Only of a heading. */
  readonly level?: number
  readonly lang?: string
  readonly runs: readonly Run[]
}

export interface CanonicalContainer {
  readonly type: 'bullet_list' | 'ordered_list' | 'list_item' | 'blockquote' | 'container'
  /** First number of an ordered list where it is not 1. */
  readonly order?: number
  /** What a container that this version does not know calls itself. */
  readonly name?: string
  readonly children: readonly CanonicalBlock[]
}

export type CanonicalBlock = CanonicalTextblock | CanonicalContainer

/** One text of a section: what is signed together with the other language's. */
export interface SectionText {
  readonly language: Language
  readonly title: string
  readonly blocks: readonly CanonicalBlock[]
}

export interface TextDigests {
  /** Of the wording: what a sign-off binds. */
  readonly digest: string
  /** Of everything. */
  readonly fullDigest: string
}

export interface RevisionDigests {
  readonly digests: Readonly<Partial<Record<Language, string>>>
  readonly fullDigest: string
}

/** The canonical blocks of the text in a Y.Doc. */
export function canonicalBlocks(doc: Y.Doc): CanonicalBlock[] {
  return canonicalBlocksOf(rebuildDocument(doc))
}

/**
 * The canonical blocks of a ProseMirror document.
 * @public
 */
export function canonicalBlocksOf(node: Node): CanonicalBlock[] {
  return node.children.map(canonicalBlock)
}

/** The full canonical text: a version line and JSON. */
export function canonicalText(text: SectionText): string {
  return `samaki-text/1\n${stableJson(plainTextObject(text))}`
}

/** The wording alone, as the digest that is signed sees it. */
function wordingText(text: SectionText): string {
  const wording = { ...text, title: wordingString(text.title).trim(), blocks: text.blocks.map(wordingBlock) }
  return `samaki-wording/1\n${stableJson(plainTextObject(wording))}`
}

/** Both digests of one text, as lower-case hex of SHA-256. */
export function textDigests(text: SectionText): TextDigests {
  return { digest: hexDigest(wordingText(text)), fullDigest: hexDigest(canonicalText(text)) }
}

/** The digests of a revision: the wording by language, and one over all languages, `en` before `km`. */
export function revisionDigests(texts: readonly SectionText[]): RevisionDigests {
  const digests: Partial<Record<Language, string>> = {}
  const ordered: object[] = []
  for (const language of LANGUAGES) {
    const text = texts.find((candidate) => candidate.language === language)
    if (text === undefined) continue
    digests[language] = textDigests(text).digest
    ordered.push(plainTextObject(text))
  }
  return { digests, fullDigest: hexDigest(`samaki-revision/1\n${stableJson(ordered)}`) }
}

/** JSON with sorted keys and without undefined values: one form for one value. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${stableJson(member)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

export function isTextblock(block: CanonicalBlock): block is CanonicalTextblock {
  return block.type === 'paragraph' || block.type === 'heading'
}

/** Left out of the wording: zero-width space, word joiner, zero-width no-break space. Joiners stay: they change letters. */
const INVISIBLE_BREAKS = /[\u200B\u2060\uFEFF]/g

function wordingString(text: string): string {
  return text.replace(INVISIBLE_BREAKS, '')
}

function hexDigest(text: string): string {
  return Array.from(sha256(encodeUtf8(text)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function plainTextObject({ language, title, blocks }: SectionText): object {
  return { language, title, blocks }
}

function canonicalBlock(node: Node): CanonicalBlock {
  if (node.isTextblock) {
    return {
      type: node.type.name === 'heading' ? 'heading' : 'paragraph',
      ...(node.type.name === 'heading' ? { level: Number(node.attrs.level) } : {}),
      ...(typeof node.attrs.lang === 'string' ? { lang: node.attrs.lang } : {}),
      runs: mergeRuns(node.children.map(runOf)),
    }
  }
  const children = node.children.map(canonicalBlock)
  switch (node.type.name) {
    case 'bullet_list':
    case 'list_item':
    case 'blockquote':
      return { type: node.type.name, children }
    case 'ordered_list':
      return { type: 'ordered_list', ...(node.attrs.order === 1 ? {} : { order: Number(node.attrs.order) }), children }
    default:
      return { type: 'container', name: String(node.attrs.name), children }
  }
}

function runOf(node: Node): Run {
  const marks = Object.assign({}, ...node.marks.map(runMark)) as Omit<Run, 'text'>
  return node.isText ? { text: node.text ?? '', ...marks } : { text: '', atom: node.attrs.embed as unknown, ...marks }
}

function runMark(mark: Mark): Omit<Run, 'text'> {
  switch (mark.type.name) {
    case 'strong':
      return { strong: true }
    case 'em':
      return { em: true }
    case 'link':
      return { link: String(mark.attrs.href) }
    default:
      return { lang: String(mark.attrs.lang) }
  }
}

/** Neighbouring runs with equal marks become one, so that the history of the typing leaves no trace. */
function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (last !== undefined && !('atom' in run) && !('atom' in last) && sameMarks(last, run)) {
      merged[merged.length - 1] = { ...last, text: last.text + run.text }
    } else if (run.text.length > 0 || 'atom' in run) {
      merged.push(run)
    }
  }
  return merged
}

function sameMarks(a: Run, b: Run): boolean {
  return a.strong === b.strong && a.em === b.em && a.link === b.link && a.lang === b.lang
}

function wordingBlock(block: CanonicalBlock): CanonicalBlock {
  if (!isTextblock(block)) return { ...block, children: block.children.map(wordingBlock) }
  const runs = mergeRuns(
    block.runs.map((run) => ({
      text: wordingString(run.text),
      ...(run.link === undefined ? {} : { link: run.link }),
      ...('atom' in run ? { atom: run.atom } : {}),
    })),
  )
  return {
    type: block.type,
    ...(block.level === undefined ? {} : { level: block.level }),
    runs: trimEnds(runs),
  }
}

/** White space at the ends of a block is not wording: nobody can see it. */
function trimEnds(runs: Run[]): Run[] {
  const trimmed = [...runs]
  for (let first = trimmed[0]; first !== undefined && !('atom' in first); first = trimmed[0]) {
    const text = first.text.trimStart()
    if (text.length > 0) {
      trimmed[0] = { ...first, text }
      break
    }
    trimmed.shift()
  }
  for (let last = trimmed.at(-1); last !== undefined && !('atom' in last); last = trimmed.at(-1)) {
    const text = last.text.trimEnd()
    if (text.length > 0) {
      trimmed[trimmed.length - 1] = { ...last, text }
      break
    }
    trimmed.pop()
  }
  return trimmed
}
