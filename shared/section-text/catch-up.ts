/**
 * What others did, and what is taken back, shown without reading the whole text again: the
 * touched blocks are read from their markers on, the top-level nodes they lie in are built
 * anew, and all other nodes are the ones they were. How a block stands in its containers
 * depends on the block before it alone, so the nodes on both sides are built anew only where
 * a list or a quote goes on over the edge, or did.
 */
import { Fragment } from 'prosemirror-model'
import * as Y from 'yjs'
import { blockChangesOf, blocksOfCells, bodyOf, type Cell, cellLength, readStretch } from './cells.ts'
import { stableJson } from './canonical.ts'
import { keptDepth, parsePath } from './containers.ts'
import { type BuiltBlock, buildBlocks, type PlacedBlock, placeBlocks, type Rebuilt } from './document.ts'
import { idName, isChangeOf, isLiveMarker, type TouchedBlocks, touchedBlocks } from './touched-blocks.ts'

/**
 * The text after a Yjs transaction, exactly as reading all of it would give it, or null where
 * only reading all of it can tell. `before` is the text as it stood before the transaction,
 * or with parts of it already.
 */
export function catchUp(text: Y.Doc, before: Rebuilt, transaction: Y.Transaction): Rebuilt | null {
  const touched = touchedBlocks(text, before, transaction)
  if (touched === null) return null
  const read = new Set<string>()
  const keys = new Set<string>()
  let now = before
  for (let index = 0; index < now.blocks.length; index++) {
    const block = now.blocks[index]
    const marker = block?.markerId == null ? undefined : touched.markers.get(idName(block.markerId))
    if (block === undefined || marker === undefined) continue
    const stretch = readTouched(text, { block, marker, touched, read })
    const next = stretch.end === null ? now.blocks.length : indexOfMarker(now, stretch.end)
    const following = now.blocks[next]
    // What follows is out of sight, a block has no marker, or marks now reach over the end.
    if (next <= index || stretch.flat.some(({ k }) => k === null)) return null
    if (following !== undefined && stableJson(following.marks) !== stableJson(stretch.marks)) return null
    for (const { k } of stretch.flat) if (k !== null) keys.add(k)
    const fresh = buildBlocks(stretch.flat)
    const grown = following === undefined ? 0 : block.start + stretch.length - following.start
    now = withStretch(now, { from: index, to: next, fresh, grown })
    index += fresh.length - 1
  }
  const isAllRead = read.size === touched.markers.size
  const isAllKnown = touched.unknownNames.every((name) => [...keys].some((k) => isChangeOf(name, k)))
  return isAllRead && isAllKnown && endsWithBody(text, now) ? now : null
}

interface Stretch {
  readonly flat: ReturnType<typeof blocksOfCells>
  readonly length: number
  /** The marker of the first block after it that was not touched. */
  readonly end: Y.Item | null
  readonly marks: ReturnType<typeof readStretch>['marks']
}

/** The touched block and all touched ones that follow it without a gap. */
function readTouched(
  text: Y.Doc,
  place: { block: PlacedBlock; marker: Y.Item; touched: TouchedBlocks; read: Set<string> },
): Stretch {
  const { block, marker, touched, read } = place
  let end: Y.Item | null = null
  const { cells, marks } = readStretch(marker, block.marks, (item) => {
    if (!isLiveMarker(item)) return false
    const name = idName(item.id)
    if (touched.markers.has(name)) read.add(name)
    else end = item
    return end !== null
  })
  return { flat: blocksOfCells(cells, blockChangesOf(text), block.start), length: lengthOf(cells), end, marks }
}

/** The text with some blocks in place of those between two indexes, after which it has grown. */
function withStretch(
  { doc, blocks }: Rebuilt,
  { from, to, fresh, grown }: { from: number; to: number; fresh: readonly BuiltBlock[]; grown: number },
): Rebuilt {
  const before = fresh.at(-1) ?? blocks[from - 1]
  const isOpen = (index: number): boolean => (blocks[index]?.kept ?? 0) > 0
  // Whole top-level nodes: to where nothing was open before, nor is now.
  let first = from
  if (isOpen(from) || goesOn(blocks[from - 1], fresh[0] ?? blocks[to])) {
    do first--
    while (isOpen(first))
  }
  let last = to
  if (isOpen(to) || goesOn(before, blocks[to])) {
    do last++
    while (isOpen(last))
  }
  const built = [
    ...blocks.slice(first, from),
    ...fresh,
    ...blocks.slice(to, last).map((block) => moved(block, { by: 0, grown })),
  ]
  const start = topPosition(doc.content.size, blocks[first])
  const end = topPosition(doc.content.size, blocks[last])
  const placed = placeBlocks(built, start)
  const size = placed.nodes.reduce((sum, { nodeSize }) => sum + nodeSize, 0)
  const by = size - (end - start)
  const skipped = topCount(blocks.slice(0, first))
  const dropped = topCount(blocks.slice(first, last))
  const nodes = [...doc.children.slice(0, skipped), ...placed.nodes, ...doc.children.slice(skipped + dropped)]
  return {
    doc: doc.copy(Fragment.fromArray(nodes)),
    blocks: [
      ...blocks.slice(0, first),
      ...placed.blocks,
      ...blocks.slice(last).map((block) => moved(block, { by, grown })),
    ],
  }
}

/** Whether a block stands in a container that the one before it stands in too. */
function goesOn(before: BuiltBlock | undefined, block: BuiltBlock | undefined): boolean {
  if (before === undefined || block === undefined) return false
  const { c, o } = block.containment
  return keptDepth(parsePath(before.containment.c), parsePath(c), o) > 0
}

function moved(block: PlacedBlock, { by, grown }: { by: number; grown: number }): PlacedBlock {
  if (by === 0 && grown === 0) return block
  const { pos, start, textStart, end } = block
  return { ...block, pos: pos + by, start: start + grown, textStart: textStart + grown, end: end + grown }
}

/** Where the top-level node begins whose first block this is; without a block, the end of the document. */
function topPosition(size: number, block: PlacedBlock | undefined): number {
  return block === undefined ? size : block.pos - block.path.length
}

function topCount(blocks: readonly PlacedBlock[]): number {
  return blocks.filter(({ kept }) => kept === 0).length
}

function indexOfMarker({ blocks }: Rebuilt, { id }: Y.Item): number {
  return blocks.findIndex(({ markerId }) => markerId?.client === id.client && markerId.clock === id.clock)
}

/** A net under the arithmetic of places: a wrong one would tear words at the next key. */
function endsWithBody(text: Y.Doc, { blocks }: Rebuilt): boolean {
  const last = blocks.at(-1)
  if (last === undefined || last.markerId === null) return false
  const marker = Y.getItem(text.store, Y.createID(last.markerId.client, last.markerId.clock))
  return last.start + lengthOf(readStretch(marker, last.marks).cells) === bodyOf(text).length
}

function lengthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cellLength(cell), 0)
}
