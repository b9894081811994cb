/**
 * The frozen words as this browser sees them. A code is shown, and signed, only when it was
 * computed here from the very blocks that stand on the screen; where the server names another
 * one, something between the disk and the eye has changed the words, and nothing is signed.
 */
import type { FrozenText, RevisionDetail } from '../../shared/api/texts.ts'
import { LANGUAGES } from '../../shared/names.ts'
import {
  isTextblock,
  revisionDigests,
  stableJson,
  type CanonicalBlock,
  type CanonicalTextblock,
} from '../../shared/section-text/canonical.ts'
import type { Digests } from '../../shared/signoffs.ts'

export interface CheckedRevision {
  readonly revision: RevisionDetail
  /** In the order of the languages. */
  readonly texts: readonly FrozenText[]
  /** Computed from the blocks that are shown. */
  readonly digests: Digests
  readonly fullDigest: string
  /** The server names the same codes, of each language and of the whole. */
  readonly isSame: boolean
}

export function checkRevision(revision: RevisionDetail): CheckedRevision {
  const texts = LANGUAGES.flatMap((language) => revision.texts.filter((text) => text.language === language))
  const { digests, fullDigest } = revisionDigests(texts)
  const isSame =
    texts.length > 0 &&
    texts.length === Object.keys(revision.digests).length &&
    texts.every(({ language, digest }) => digests[language] === digest && revision.digests[language] === digest) &&
    fullDigest === revision.fullDigest
  return { revision, texts, digests, fullDigest, isSame }
}

/**
 * The paragraphs, headings and list items that did not stand in the earlier text, word for word
 * and form for form. One that only moved is not among them.
 */
export function changedBlocks(
  before: readonly CanonicalBlock[],
  now: readonly CanonicalBlock[],
): Set<CanonicalTextblock> {
  const known = new Set(textblocksOf(before).map((block) => stableJson(block)))
  return new Set(textblocksOf(now).filter((block) => block.runs.length > 0 && !known.has(stableJson(block))))
}

function textblocksOf(blocks: readonly CanonicalBlock[]): CanonicalTextblock[] {
  return blocks.flatMap((block) => (isTextblock(block) ? [block] : textblocksOf(block.children)))
}

/** 10 hexadecimal signs, 40 bits: enough to tell two texts of one statement apart by eye, and short enough to be read aloud. */
const SHORT_CODE_LENGTH = 10

export function shortCodeOf(digest: string): string {
  return digest.slice(0, SHORT_CODE_LENGTH)
}
