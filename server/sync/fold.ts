/**
 * Folds the update log of a text into one snapshot, so that opening it is quick. The fold is
 * made from what the disk holds, in a document of its own, and read back and compared before
 * it is kept: a snapshot that says something else than its log never stands in for it.
 */
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import { stableJson } from '../../shared/section-text/canonical.ts'
import { BLOCKS, BODY } from '../../shared/section-text/cells.ts'
import { createGuardedDoc } from './guard.ts'
import { TextDamaged, type StoredText, type TextStore } from './text-store.ts'

/** The document that a stored text is, or the error that it isn't whole. */
export function buildDoc(stored: StoredText): Y.Doc {
  const doc = createGuardedDoc()
  // One transaction: Yjs's clean-up then runs once, not once for each update.
  doc.transact(() => {
    if (stored.snapshot !== null) Y.applyUpdate(doc, stored.snapshot.bytes)
    for (const row of stored.rows) for (const update of row.updates) Y.applyUpdate(doc, update)
  })
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    throw new TextDamaged(stored.textId, 'an update stands on another that is not there')
  }
  return doc
}

/** Keeps a snapshot up to the head that is on the disk now. Does nothing when there is no tail. */
export async function foldText(store: TextStore, textId: TextId): Promise<void> {
  const stored = await store.load(textId)
  if (stored === null || stored.rows.length === 0) return
  const doc = buildDoc(stored)
  const bytes = Y.encodeStateAsUpdate(doc)
  const readBack = createGuardedDoc()
  Y.applyUpdate(readBack, bytes)
  if (contentOf(readBack) !== contentOf(doc)) throw new TextDamaged(textId, 'its fold says something else')
  doc.destroy()
  readBack.destroy()
  await store.saveSnapshot(textId, stored.head, bytes)
}

function contentOf(doc: Y.Doc): string {
  const { clients } = doc.store
  const clocks = [...clients.keys()].sort((a, b) => a - b).map((client) => [client, Y.getState(doc.store, client)])
  return stableJson([doc.getText(BODY).toDelta(), doc.getMap(BLOCKS).toJSON(), clocks])
}
