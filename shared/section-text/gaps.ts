/**
 * A gap: a place in the flat text where cells go, come, or both, and the edits that make it so.
 */
import { Mark } from 'prosemirror-model'
import { markupOf } from './block-edits.ts'
import type { Edit, Insertion } from './cell-edits.ts'
import { isSamePath, type PlacedBlock, type Rebuilt, type TreeBlock } from './document.ts'
import type { Token } from './tokens.ts'

/** A place where old tokens went and new ones came; either may be missing. */
export interface Gap {
  readonly at: number
  /** The block whose content the place lies in; null before the first block. */
  readonly block: PlacedBlock | null
  readonly leftMarks: readonly Mark[] | null
  readonly removed: readonly Token<PlacedBlock>[]
  readonly inserted: readonly Token<TreeBlock>[]
}

/** Where something is inserted: right after the cell to its left, so that it never lands behind a spacer. */
export function placeAt(before: Rebuilt, pos: number): Pick<Gap, 'at' | 'block' | 'leftMarks'> {
  const block = before.blocks.findLast((candidate) => candidate.pos < pos)
  if (block === undefined) return { at: before.blocks[0]?.start ?? 0, block: null, leftMarks: null }
  const offset = Math.min(Math.max(0, pos - block.pos - 1), block.node.content.size)
  const left = offset === 0 ? null : block.node.childBefore(offset).node
  return { at: block.textStart + offset, block, leftMarks: left?.marks ?? null }
}

/**
 * A split at the very start of a block puts the new marker in front of the old one, not
 * behind it: the words keep their block, and what somebody else types at their head meanwhile
 * stays with them.
 */
export function moveMarkerUp(gap: Gap, match: Map<TreeBlock, PlacedBlock>): Gap {
  const { block, inserted, at } = gap
  const last = inserted.at(-1)
  if (block === null || block.k === null || last?.kind !== 'block' || at !== block.textStart) return gap
  const upper = [...match].find(([, old]) => old === block)?.[0]
  if (upper === undefined || !isSameMarkup(block, last.block)) return gap
  match.delete(upper)
  match.set(last.block, block)
  const marker = { kind: 'block' as const, block: upper, pos: upper.pos, size: 1 as const }
  return { ...gap, at: block.start, leftMarks: null, inserted: [marker, ...inserted.slice(0, -1)] }
}

function isSameMarkup(old: PlacedBlock, block: TreeBlock): boolean {
  const { type, level, lang } = markupOf(block)
  return (
    type === old.type &&
    (type !== 'heading' || level === old.level) &&
    lang === old.lang &&
    isSamePath(old.path, block.path)
  )
}

/** One edit for what comes, and one for each unbroken run of cells that goes: spacers between them stay. */
export function gapEdits(gap: Gap, markers: ReadonlyMap<TreeBlock, object>): Edit[] {
  const edits: { at: number; remove: number }[] = []
  for (const token of gap.removed) {
    const at = flatOf(token)
    const length = token.kind === 'block' ? token.block.textStart - token.block.start : token.size
    const last = edits.at(-1)
    if (length === 0) continue
    if (last !== undefined && last.at + last.remove === at) last.remove += length
    else edits.push({ at, remove: length })
  }
  const insert = joinText(gap.inserted.flatMap((token) => insertionOf(token, markers)))
  const [first, ...rest] = edits
  const removals = rest.map((edit): Edit => ({ kind: 'replace', ...edit, insert: [], leftMarks: null }))
  if (first !== undefined && first.at === gap.at) {
    return [{ kind: 'replace', ...first, insert, leftMarks: gap.leftMarks }, ...removals]
  }
  const insertion: Edit[] =
    insert.length === 0 ? [] : [{ kind: 'replace', at: gap.at, remove: 0, insert, leftMarks: gap.leftMarks }]
  return [
    ...insertion,
    ...(first === undefined ? [] : [{ kind: 'replace' as const, ...first, insert: [], leftMarks: null }]),
    ...removals,
  ]
}

function insertionOf(token: Token<TreeBlock>, markers: ReadonlyMap<TreeBlock, object>): Insertion[] {
  switch (token.kind) {
    case 'text':
      return [{ kind: 'text', text: token.text, marks: token.marks }]
    case 'atom':
      return [{ kind: 'embed', embed: embedOf(token.node.attrs.embed), marks: token.marks }]
    case 'block': {
      const embed = markers.get(token.block)
      return embed === undefined ? [] : [{ kind: 'marker', embed }]
    }
  }
}

function embedOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : { i: 'unknown' }
}

function joinText(insertions: readonly Insertion[]): Insertion[] {
  const joined: Insertion[] = []
  for (const insertion of insertions) {
    const last = joined.at(-1)
    if (last?.kind === 'text' && insertion.kind === 'text' && Mark.sameSet(last.marks, insertion.marks)) {
      joined[joined.length - 1] = { ...last, text: last.text + insertion.text }
    } else {
      joined.push(insertion)
    }
  }
  return joined
}

/** Flat offset of a token of the old document. */
export function flatOf(token: Token<PlacedBlock>): number {
  return token.kind === 'block' ? token.block.start : token.block.textStart + token.pos - token.block.pos - 1
}
