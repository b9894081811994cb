import * as Y from 'yjs'

/** One update with the same text as all of these, or null while one of them waits for another that is missing. */
export function foldUpdates(updates: readonly Uint8Array[]): Uint8Array | null {
  const doc = new Y.Doc()
  try {
    Y.transact(doc, () => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    return hasGap(doc) ? null : Y.encodeStateAsUpdate(doc)
  } finally {
    doc.destroy()
  }
}

/** True while the document holds edits that wait for others to arrive first. */
function hasGap(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null
}
