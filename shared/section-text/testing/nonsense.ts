/** Texts as nobody should write them: whatever stands in the cells, there must be one valid document. */
import * as Y from 'yjs'
import { blockChangesOf, bodyOf } from '../cells.ts'
import type { Random } from './random.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ😀'
const KEYS = ['k1', 'k2', 'k3', ''] as const

/** A container, a marker, an embed or a value as nobody should write them. */
function nonsense(random: Random, depth = 0): unknown {
  const plain = [0, -1, 1e9, '', 'heading', 'paragraph', 'km', null, true, [], {}, 'bullet_list', 'list_item', '\uFFFC']
  if (depth > 2 || random.chance(0.6)) return random.pick<unknown>(plain)
  return random.chance(0.5)
    ? [nonsense(random, depth + 1), nonsense(random, depth + 1)]
    : { id: nonsense(random, depth + 1), c: nonsense(random, depth + 1) }
}

function nonsensePath(random: Random): unknown[] {
  const names = ['bullet_list', 'ordered_list', 'list_item', 'blockquote', 'table', 'footnote', 'unheard-of']
  return Array.from({ length: random.below(24) }, () => {
    if (random.chance(0.1)) return nonsense(random)
    const name = random.pick(names)
    return random.chance(0.3) ? [name, { id: random.pick(['a', 'b']), order: nonsense(random) }] : name
  })
}

export function nonsenseText(random: Random): Y.Doc {
  const doc = new Y.Doc()
  for (let step = 0; step < 30; step++) {
    writeNonsense(doc, random)
    if (random.chance(0.3)) changeNonsense(doc, random)
  }
  return doc
}

/** Puts words, a marker or an embed somewhere. */
export function writeNonsense(doc: Y.Doc, random: Random): void {
  const body = bodyOf(doc)
  const at = random.below(body.length + 1)
  const attributes = random.chance(0.4)
    ? { [random.pick(['strong', 'link', 'lang', 'shout'])]: nonsense(random) }
    : undefined
  if (random.chance(0.3))
    body.insert(at, random.pick([KHMER, 'a', '\n', '\u2029', ' ']), attributes as Record<string, never>)
  else if (random.chance(0.5)) body.insertEmbed(at, nonsenseMarker(random, KEYS))
  else {
    const embeds = [{ e: 1 }, { e: 2 }, { i: 'footnote', a: { id: 'n' } }, {}, { b: 1 }, { x: nonsense(random) }]
    body.insertEmbed(at, random.pick<object>(embeds))
  }
}

export function nonsenseMarker(random: Random, keys: readonly string[]): object {
  return {
    b: random.pick(['paragraph', 'heading', 'poem']),
    k: random.pick(keys),
    level: nonsense(random),
    lang: nonsense(random),
    c: random.chance(0.8) ? nonsensePath(random) : nonsense(random),
    o: random.pick([0, 1, 2, 99, -3]),
  }
}

/** Sets an entry of the map, perhaps of a block that is not there. */
export function changeNonsense(doc: Y.Doc, random: Random, keys: readonly string[] = KEYS): void {
  const name = `${random.pick(keys)}:${random.pick(['b', 'level', 'lang', 'x', 'co', 'unknown'])}`
  const values = [0, 1, 'heading', 3, 'km', { c: nonsensePath(random), o: 1 }, nonsense(random)]
  blockChangesOf(doc).set(name, random.pick<unknown>(values))
}
