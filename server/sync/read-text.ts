/** The text of a room as people read it and as it is frozen. Only while everything of it is on the disk. */
import {
  canonicalBlocks,
  canonicalText,
  textDigests,
  type CanonicalBlock,
  type SectionText,
} from '../../shared/section-text/canonical.ts'
import { countWords } from '../../shared/section-text/plain-text.ts'
import type { FrozenWords } from '../domain/sections.ts'
import { RoomGone } from './outages.ts'
import type { Room } from './room.ts'

export interface ReadText {
  readonly head: number
  readonly title: string
  readonly blocks: readonly CanonicalBlock[]
  readonly digest: string
  readonly fullDigest: string
  readonly words: number
}

export function readRoom(room: Room): ReadText {
  const { head, language, title } = room.standing
  const blocks = room.read(canonicalBlocks)
  return { head, title, blocks, ...textDigests({ language, title, blocks }), words: countWords(blocks) }
}

/** For a revision; the room is paused, so that its words stay these until the lock is made. */
export function freezeRoom(room: Room): { text: SectionText; words: FrozenWords } {
  if (room.isGone) throw new RoomGone()
  const { textId, language } = room.standing
  const { head, title, blocks, digest, fullDigest, words } = readRoom(room)
  const text = { language, title, blocks }
  return { text, words: { language, textId, head, title, canonical: canonicalText(text), digest, fullDigest, words } }
}
