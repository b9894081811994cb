/**
 * How many words the server counted in a text as it is now. Browsers have other dictionaries of
 * Khmer than the server, and its number is the one that stands beside a lock and a signature; so
 * whatever part of a page has asked for it, all of them show it, until the words change.
 */
import { signal } from '@preact/signals'
import type { TextId } from '../../shared/ids.ts'

const counted = signal<ReadonlyMap<TextId, number>>(new Map())
const changes = new Map<TextId, number>()

/** The server's count, or null when nobody asked since the words changed. */
export function countedWords(id: TextId): number | null {
  return counted.value.get(id) ?? null
}

/** Asks, and keeps the answer unless the words changed while it was under way. */
export async function askCounted<Text extends { readonly id: TextId; readonly words: number }>(
  id: TextId,
  ask: () => Promise<Text>,
): Promise<Text> {
  const before = changes.get(id) ?? 0
  const text = await ask()
  if ((changes.get(id) ?? 0) === before) counted.value = new Map(counted.peek()).set(id, text.words)
  return text
}

/** The words changed, here or elsewhere: what was counted is of others. */
export function wordsChanged(id: TextId): void {
  changes.set(id, (changes.get(id) ?? 0) + 1)
  if (!counted.peek().has(id)) return
  const left = new Map(counted.peek())
  left.delete(id)
  counted.value = left
}
