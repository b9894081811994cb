/**
 * A stretch of a document as tokens that can be compared: the start of each textblock, each
 * word with the spaces after it, each atom. A replaced word is replaced whole: keeping the
 * letters that the old and the new word share would let somebody else's deletion of the old
 * word tear holes into the new one.
 */
import fastDiff from 'fast-diff'
import type { Mark, Node } from 'prosemirror-model'
import { stableJson } from './canonical.ts'

/** A textblock of either document, as far as tokens need it. */
export interface BlockPlace {
  readonly pos: number
  readonly node: Node
}

export type Token<Block extends BlockPlace> =
  | { readonly kind: 'block'; readonly block: Block; readonly pos: number; readonly size: 1 }
  | {
      readonly kind: 'text'
      readonly block: Block
      readonly pos: number
      readonly size: number
      readonly text: string
      readonly marks: readonly Mark[]
    }
  | {
      readonly kind: 'atom'
      readonly block: Block
      readonly pos: number
      readonly size: 1
      readonly node: Node
      readonly marks: readonly Mark[]
    }

/** The tokens whose positions lie in the range. Text is cut at the ends of the range. */
export function tokensBetween<Block extends BlockPlace>(
  blocks: readonly Block[],
  from: number,
  to: number,
): Token<Block>[] {
  const tokens: Token<Block>[] = []
  for (const block of blocks) {
    if (block.pos >= to || block.pos + block.node.nodeSize <= from) continue
    if (block.pos >= from) tokens.push({ kind: 'block', block, pos: block.pos, size: 1 })
    block.node.forEach((child, offset) => {
      const start = block.pos + 1 + offset
      const end = start + child.nodeSize
      if (end <= from || start >= to) return
      if (!child.isText) tokens.push({ kind: 'atom', block, pos: start, size: 1, node: child, marks: child.marks })
      else pushWords(tokens, block, child, { start, from: Math.max(from, start), to: Math.min(to, end) })
    })
  }
  return tokens
}

/** A pair of equal tokens, by their places in the two lists. */
export interface TokenPair {
  readonly old: number
  readonly new: number
}

/** Which tokens of the old list stay in the new one, in order. Two starts of a block are always equal: what differs is said in the map. */
export function pairTokens(old: readonly Token<BlockPlace>[], next: readonly Token<BlockPlace>[]): TokenPair[] {
  if (old.length === 0 || next.length === 0) return []
  if (old.length * next.length > COMPARISONS_MAX) return []
  const symbols = new Map<string, string>()
  const encode = (tokens: readonly Token<BlockPlace>[]): string =>
    tokens.map((token) => symbolOf(symbols, token)).join('')
  const pairs: TokenPair[] = []
  let oldIndex = 0
  let newIndex = 0
  for (const [kind, run] of fastDiff(encode(old), encode(next))) {
    if (kind === 0) for (let i = 0; i < run.length; i++) pairs.push({ old: oldIndex + i, new: newIndex + i })
    if (kind <= 0) oldIndex += run.length
    if (kind >= 0) newIndex += run.length
  }
  return pairs
}

/** Above this the comparison of two long texts could freeze a phone; the old one is then replaced whole. */
const COMPARISONS_MAX = 16_000_000

/** First private-use character: each distinct token gets one of its own, none of them half of a pair. */
const FIRST_SYMBOL = 0xe000
const SYMBOLS_BELOW = 0xd800

function symbolOf(symbols: Map<string, string>, token: Token<BlockPlace>): string {
  const key =
    token.kind === 'text' ? `t${token.text}` : token.kind === 'atom' ? `a${stableJson(token.node.attrs)}` : 'b'
  const known = symbols.get(key)
  if (known !== undefined) return known
  const index = symbols.size
  const symbol = String.fromCharCode(
    index < 0x1fff ? FIRST_SYMBOL + index : Math.min(1 + index - 0x1fff, SYMBOLS_BELOW - 1),
  )
  symbols.set(key, symbol)
  return symbol
}

function pushWords<Block extends BlockPlace>(
  tokens: Token<Block>[],
  block: Block,
  node: Node,
  { start, from, to }: { start: number; from: number; to: number },
): void {
  const text = (node.text ?? '').slice(from - start, to - start)
  let pos = from
  for (const [word] of text.matchAll(/[^\s\u200B]*[\s\u200B]*/g)) {
    if (word.length === 0) continue
    tokens.push({ kind: 'text', block, pos, size: word.length, text: word, marks: node.marks })
    pos += word.length
  }
}
