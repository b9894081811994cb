/**
 * What a document says of its blocks, against what the flat text says: the markers of new
 * blocks and the entries of the map for blocks that changed. An entry is written only where
 * the text would otherwise be rebuilt as something else.
 */
import type { Edit } from './cell-edits.ts'
import { changeName, type Marker, type TextblockType } from './cells.ts'
import { containmentOf, keptDepth, parsePath } from './containers.ts'
import { isSamePath, type PlacedBlock, type Rebuilt, type TreeBlock } from './document.ts'
import { stableJson } from './canonical.ts'
import { headingLevel, languageTag } from './schema.ts'

/** Which block of the text each textblock of the new document goes on; a textblock without one is new. */
export type BlockMatch = ReadonlyMap<TreeBlock, PlacedBlock>

/** The marker that a new textblock gets, with defaults left out. */
export function markerOf(block: TreeBlock, makeKey: () => string): Marker {
  const { type, level, lang } = markupOf(block)
  const { c, o } = containmentOf(block.path, block.kept)
  return {
    b: type,
    k: makeKey(),
    ...(type === 'heading' ? { level } : {}),
    ...(lang === null ? {} : { lang }),
    ...(c.length === 0 ? {} : { c }),
    ...(o === 0 ? {} : { o }),
  }
}

/** The changes to blocks that stay. A block that cannot be named in the map gets a marker of its own instead. */
export function blockEdits(
  before: Rebuilt,
  after: readonly TreeBlock[],
  match: BlockMatch,
  makeKey: () => string,
): Edit[] {
  const unnamed = blocksWithoutOwnKey(before)
  const edits: Edit[] = []
  let outer: TreeBlock | null = null
  for (const block of after) {
    const old = match.get(block)
    if (old !== undefined) {
      const changes = changesOf(old, block, outer)
      // Text without a marker is a block only as long as there is text.
      const wouldVanish = old.k === null && block.node.content.size === 0 && after.length > 1
      if (wouldVanish || (changes.length > 0 && unnamed.has(old))) edits.unshift(newMarkerEdit(old, block, makeKey))
      else for (const [key, value] of changes) edits.push({ kind: 'block', name: changeName(old.k ?? '', key), value })
    }
    outer = block
  }
  return edits
}

/** Type, level and language of a textblock. */
export function markupOf({ node }: Pick<TreeBlock, 'node'>): {
  type: TextblockType
  level: number
  lang: string | null
} {
  const type = node.type.name === 'heading' ? 'heading' : 'paragraph'
  return { type, level: headingLevel(node.attrs.level ?? 2), lang: languageTag(node.attrs.lang) }
}

function changesOf(old: PlacedBlock, block: TreeBlock, outer: TreeBlock | null): [key: string, value: unknown][] {
  const { type, level, lang } = markupOf(block)
  const changes: [string, unknown][] = []
  if (type !== old.type) changes.push(['b', type])
  if (type === 'heading' && level !== old.level) changes.push(['level', level])
  if (lang !== old.lang) changes.push(['lang', lang ?? 0])
  if (!wouldStandIn(old, block, outer)) changes.push(['co', containmentOf(block.path, block.kept)])
  return changes
}

/** Whether the text, as it stands, already puts the block where the new document has it. */
function wouldStandIn(old: PlacedBlock, block: TreeBlock, outer: TreeBlock | null): boolean {
  const path = parsePath(old.containment.c)
  if (!isSamePath(path, block.path)) return false
  if (keptDepth(outer?.path ?? [], path, old.containment.o) !== block.kept) return false
  const opened = (containers: TreeBlock['path']): unknown => containers.slice(block.kept).map(({ attrs }) => attrs)
  return stableJson(opened(path)) === stableJson(opened(block.path))
}

/** Text without a marker, and the second block under a key that somehow stands twice. */
function blocksWithoutOwnKey(before: Rebuilt): Set<PlacedBlock> {
  const seen = new Set<string>()
  const found = new Set<PlacedBlock>()
  for (const block of before.blocks) {
    if (block.k === null || seen.has(block.k)) found.add(block)
    else seen.add(block.k)
  }
  return found
}

function newMarkerEdit(old: PlacedBlock, block: TreeBlock, makeKey: () => string): Edit {
  const insert = [{ kind: 'marker' as const, embed: markerOf(block, makeKey) }]
  return { kind: 'replace', at: old.start, remove: old.k === null ? 0 : 1, insert, leftMarks: null }
}
