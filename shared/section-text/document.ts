/**
 * Cells to ProseMirror document and back, and the places of one in the other.
 *
 * Rebuilding is total: any sequence of cells, even a nonsensical one, gives exactly one valid
 * document; and it never writes. Inside a textblock every cell is one position, so a place
 * in the document and a place in the flat text are always a block and an offset apart.
 */
import type { Mark, Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import { type Attributes, type Cell, type FlatBlock, NO_ATTRIBUTES, readBlocks } from './cells.ts'
import {
  type Container,
  containerOfNode,
  isSameContainer,
  keptDepth,
  nodeOfContainer,
  parsePath,
} from './containers.ts'
import { headingLevel, languageTag, linkAddress, sectionSchema } from './schema.ts'

/** A block of the flat text and the textblock that shows it. */
export interface PlacedBlock extends Omit<FlatBlock, 'content'> {
  /** Position in the document before the textblock. */
  readonly pos: number
  readonly node: Node
  readonly path: readonly Container[]
  /** How many of its containers go on from the block before. */
  readonly kept: number
}

/** A block whose textblock is made, and which has no place in a document yet. */
export type BuiltBlock = Omit<PlacedBlock, 'pos' | 'path' | 'kept'>

/** A document and where each of its textblocks stands in the flat text. */
export interface Rebuilt {
  readonly doc: Node
  readonly blocks: readonly PlacedBlock[]
}

/** A textblock of a document, with its place in the tree. */
export interface TreeBlock {
  readonly pos: number
  readonly node: Node
  readonly path: readonly Container[]
  readonly kept: number
}

/** The one valid ProseMirror document that the text of this Y.Doc stands for. */
export function rebuildDocument(doc: Y.Doc): Node {
  return rebuild(doc).doc
}

/** The document with the map of its places. */
export function rebuild(doc: Y.Doc): Rebuilt {
  return rebuildBlocks(readBlocks(doc))
}

export function rebuildBlocks(flat: readonly FlatBlock[]): Rebuilt {
  const built = buildBlocks(flat)
  const { nodes, blocks } = placeBlocks(built.length === 0 ? buildBlocks([EMPTY_BLOCK]) : built, 0)
  return { doc: sectionSchema.topNodeType.create(null, nodes), blocks }
}

/** The textblocks of those blocks that are shown: one that was deleted with its table is so only while it holds words. */
export function buildBlocks(flat: readonly FlatBlock[]): BuiltBlock[] {
  const shown = flat.filter((block) => !block.isDead || block.content.length > 0)
  return shown.map(({ content, ...place }) => ({ ...place, node: textblockOf(place, content) }))
}

/** The top-level nodes that hold these blocks when nothing is open before the first, at the given position. */
export function placeBlocks(built: readonly BuiltBlock[], start: number): { nodes: Node[]; blocks: PlacedBlock[] } {
  const blocks: PlacedBlock[] = []
  const open: { container: Container; content: Node[] }[] = []
  const top: Node[] = []
  let pos = start
  const closeTo = (depth: number): void => {
    for (let last = open.length; last > depth; last--) {
      const closed = open.pop()
      if (closed === undefined) return
      const parent = open.at(-1)?.content ?? top
      parent.push(nodeOfContainer(closed.container, closed.content))
      pos++
    }
  }
  for (const block of built) {
    const path = parsePath(block.containment.c)
    const kept = keptDepth(
      open.map(({ container }) => container),
      path,
      block.containment.o,
    )
    closeTo(kept)
    for (const container of path.slice(kept)) {
      open.push({ container, content: [] })
      pos++
    }
    blocks.push({ ...block, pos, path, kept })
    const parent = open.at(-1)?.content ?? top
    parent.push(block.node)
    pos += block.node.nodeSize
  }
  closeTo(0)
  return { nodes: top, blocks }
}

/** The textblocks of a document in order, each with its containers. */
export function blocksOfDocument(doc: Node): TreeBlock[] {
  const blocks: TreeBlock[] = []
  const path: Container[] = []
  // How many of the containers on the path already stood there at the last textblock.
  let kept = 0
  const walk = (parent: Node, start: number): void => {
    parent.forEach((node, offset) => {
      const pos = start + offset
      if (node.isTextblock) {
        blocks.push({ pos, node, path: [...path], kept })
        kept = path.length
        return
      }
      const container = containerOfNode(node)
      if (container === null) return
      path.push(container)
      walk(node, pos + 1)
      path.pop()
      kept = Math.min(kept, path.length)
    })
  }
  walk(doc, 0)
  return blocks
}

/** The flat offset of a place in the document; a place between two blocks belongs to the end of the first. */
export function flatOffsetAt(rebuilt: Rebuilt, pos: number): number {
  const block = lastBlockWhere(rebuilt.blocks, (candidate) => candidate.pos < pos)
  if (block === null) return rebuilt.blocks[0]?.textStart ?? 0
  const inside = Math.min(Math.max(0, pos - block.pos - 1), block.node.content.size)
  return block.textStart + inside
}

/** The place in the document of a flat offset. The offset just before a marker belongs to the end of a block. */
export function positionAt(rebuilt: Rebuilt, offset: number): number {
  const block = lastBlockWhere(
    rebuilt.blocks,
    (candidate) => candidate.start < offset || candidate.textStart === offset,
  )
  const found = block ?? rebuilt.blocks[0]
  if (found === undefined) return 0
  return found.pos + 1 + Math.min(Math.max(0, offset - found.textStart), found.node.content.size)
}

/** The block whose textblock holds the given position, or null outside of all textblocks. */
export function blockAt(rebuilt: Rebuilt, pos: number): PlacedBlock | null {
  const block = lastBlockWhere(rebuilt.blocks, (candidate) => candidate.pos < pos)
  return block !== null && pos < block.pos + block.node.nodeSize ? block : null
}

/** Whether two documents hold the same tree of containers around the same number of textblocks. */
export function isSamePath(a: readonly Container[], b: readonly Container[]): boolean {
  return a.length === b.length && a.every((container, depth) => isSameContainer(container, b[depth] ?? container))
}

/** ProseMirror marks of cell attributes. What this version does not know, or may not show, leaves no mark. */
export function marksOfAttributes(attributes: Attributes): readonly Mark[] {
  if (attributes === NO_ATTRIBUTES) return []
  const { link, lang, em, strong } = sectionSchema.marks
  const marks: Mark[] = []
  const href = linkAddress(isRecord(attributes.link) ? attributes.link.href : null)
  if (href !== null) marks.push(link.create({ href }))
  const tag = languageTag(attributes.lang)
  if (tag !== null) marks.push(lang.create({ lang: tag }))
  if (attributes.em === true) marks.push(em.create())
  if (attributes.strong === true) marks.push(strong.create())
  return marks
}

/** Cell attributes of ProseMirror marks: the reverse of `marksOfAttributes`. */
export function attributesOfMarks(marks: readonly Mark[]): Attributes {
  const attributes: Record<string, unknown> = {}
  for (const mark of marks) {
    if (mark.type.name === 'link') attributes.link = { href: mark.attrs.href }
    else if (mark.type.name === 'lang') attributes.lang = mark.attrs.lang
    else attributes[mark.type.name] = true
  }
  return attributes
}

/** Shown when there is nothing to show: it has no marker until somebody changes more than its words. */
const EMPTY_BLOCK: FlatBlock = {
  k: null,
  markerId: null,
  marks: NO_ATTRIBUTES,
  start: 0,
  textStart: 0,
  end: 0,
  type: 'paragraph',
  level: 2,
  lang: null,
  containment: { c: [], o: 0 },
  isDead: false,
  content: [],
}

function textblockOf(
  { type, lang, level }: Pick<FlatBlock, 'type' | 'lang' | 'level'>,
  content: readonly Cell[],
): Node {
  const attrs = type === 'heading' ? { lang, level: headingLevel(level) } : { lang }
  return sectionSchema.nodes[type].create(attrs, inlineOf(content))
}

function inlineOf(content: readonly Cell[]): Node[] {
  const nodes: Node[] = []
  let text = ''
  let marks: Attributes = NO_ATTRIBUTES
  const flush = (): void => {
    if (text.length > 0) nodes.push(sectionSchema.text(text, marksOfAttributes(marks)))
    text = ''
  }
  for (const cell of content) {
    if (cell.kind === 'text') {
      if (cell.marks !== marks) flush()
      marks = cell.marks
      text += cell.text
    } else if (cell.kind === 'atom') {
      flush()
      nodes.push(sectionSchema.nodes.opaque.create({ embed: cell.embed }, null, marksOfAttributes(cell.marks)))
    }
  }
  flush()
  return nodes
}

/** The last block for which the condition holds, where it holds for a first part of them only. */
function lastBlockWhere(blocks: readonly PlacedBlock[], holds: (block: PlacedBlock) => boolean): PlacedBlock | null {
  let low = 0
  let high = blocks.length
  while (low < high) {
    const middle = (low + high) >> 1
    const block = blocks[middle]
    if (block !== undefined && holds(block)) low = middle + 1
    else high = middle
  }
  return blocks[low - 1] ?? null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
