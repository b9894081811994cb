/** What the disk holds of a text, as one Yjs update of the second form, gzipped: a quarter of what the log takes. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { TextStore } from './text-store.ts'

const compress = promisify(gzip)

/** `body` is null when the reader already holds what `etag` names. */
export async function readTextState(
  store: TextStore,
  textId: TextId,
  heldTag: string | null,
): Promise<{ etag: string; body: Buffer | null }> {
  const standing = await store.find(textId)
  if (standing === null) throw new Refusal('no-such-text')
  if (heldTag === tagOf(standing)) return { etag: heldTag, body: null }
  const stored = await store.load(textId)
  if (stored === null) throw new Refusal('no-such-text')
  const doc = new Y.Doc()
  doc.transact(() => {
    if (stored.snapshot !== null) Y.applyUpdate(doc, stored.snapshot.bytes)
    for (const row of stored.rows) for (const update of row.updates) Y.applyUpdate(doc, update)
  })
  const update = Y.encodeStateAsUpdateV2(doc)
  doc.destroy()
  return { etag: tagOf(stored), body: await compress(update) }
}

/** The words behind a lineage and a head never change. */
function tagOf(text: { lineage: string; head: number }): string {
  return `"${text.lineage}-${text.head}"`
}
