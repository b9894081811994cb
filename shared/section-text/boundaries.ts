/**
 * Where text may be cut. An offset that we write never lies inside a surrogate pair (Yjs
 * replicas drift apart for good when one does); the end of a place that a person sees never
 * lies inside a grapheme cluster: half a Khmer cluster is not a thing.
 */

/** True when the offset would cut a surrogate pair in two. */
export function isInsidePair(text: string, offset: number): boolean {
  return isHighSurrogate(text.charCodeAt(offset - 1)) && isLowSurrogate(text.charCodeAt(offset))
}

/** The nearest code point boundary at or before the offset (`back`), or at or after it. */
export function snapToCodePoint(text: string, offset: number, direction: 'back' | 'forward'): number {
  const inside = Math.min(Math.max(0, offset), text.length)
  if (!isInsidePair(text, inside)) return inside
  return direction === 'back' ? inside - 1 : inside + 1
}

/** The nearest grapheme boundary at or before the offset (`back`), or at or after it. */
export function snapToGrapheme(text: string, offset: number, direction: 'back' | 'forward'): number {
  const inside = Math.min(Math.max(0, offset), text.length)
  const cluster = clusterAround(text, inside)
  if (cluster.start === inside || cluster.end === inside) return inside
  return direction === 'back' ? cluster.start : cluster.end
}

/**
 * How many UTF-16 units Backspace takes away before the offset: in Khmer one code point, as
 * people who type it expect; in other scripts the whole cluster, so that an emoji of several
 * code points goes at once.
 */
export function backspaceLength(text: string, offset: number): number {
  if (offset <= 0) return 0
  const start = isInsidePair(text, offset - 1) ? offset - 2 : offset - 1
  if (isKhmer(text.codePointAt(start) ?? 0)) return offset - start
  return offset - clusterBefore(text, offset).start
}

/** How many UTF-16 units Delete takes away after the offset: always to the end of the cluster, so no sign stays dangling. */
export function deleteLength(text: string, offset: number): number {
  if (offset >= text.length) return 0
  const { end } = clusterAfter(text, offset)
  return end - offset
}

/** True for code points of Khmer and of its symbols. */
export function isKhmer(codePoint: number): boolean {
  return (codePoint >= 0x1780 && codePoint <= 0x17ff) || (codePoint >= 0x19e0 && codePoint <= 0x19ff)
}

interface Cluster {
  readonly start: number
  readonly end: number
}

/** The longest cluster looked at. Longer ones exist only as attacks, and are cut. */
const CLUSTER_LENGTH_MAX = 64

/**
 * A coeng (U+17D2) binds the consonant that follows it, which not every engine's cluster
 * tables know; so a boundary right after one is no boundary.
 */
const COENG = 0x17d2

/** The cluster whose inside or start holds the offset. */
function clusterAround(text: string, offset: number): Cluster {
  return offset >= text.length ? { start: text.length, end: text.length } : clusterAfter(text, offset)
}

function clusterAfter(text: string, offset: number): Cluster {
  const from = safeStart(text, offset)
  let found: Cluster = { start: offset, end: offset }
  for (const cluster of clusters(text, from, offset + CLUSTER_LENGTH_MAX)) {
    if (cluster.start > offset) break
    found = cluster
  }
  return found
}

function clusterBefore(text: string, offset: number): Cluster {
  const from = safeStart(text, offset)
  let found: Cluster = { start: offset - 1, end: offset }
  for (const cluster of clusters(text, from, offset)) found = cluster
  return found
}

/** A place before the offset from which clusters can be counted: after the nearest plain space, or far enough back. */
function safeStart(text: string, offset: number): number {
  const earliest = Math.max(0, offset - CLUSTER_LENGTH_MAX)
  for (let at = offset - 1; at > earliest; at--) if (text.charCodeAt(at - 1) === 0x20) return at
  return isInsidePair(text, earliest) ? earliest - 1 : earliest
}

function* clusters(text: string, from: number, to: number): Generator<Cluster> {
  const segmenter = new Intl.Segmenter('km', { granularity: 'grapheme' })
  let open: Cluster | null = null
  for (const { index, segment } of segmenter.segment(text.slice(from, to))) {
    const start = from + index
    const end = start + segment.length
    if (open !== null && text.charCodeAt(open.end - 1) === COENG && isKhmer(text.charCodeAt(start))) {
      open = { start: open.start, end }
      continue
    }
    if (open !== null) yield open
    open = { start, end }
  }
  if (open !== null) yield open
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
