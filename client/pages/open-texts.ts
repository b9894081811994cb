/**
 * The texts of a section, open on this device: one connection each, over one device store of
 * this person. Fetched after the page can be read, because it brings all that merging needs.
 */
import type { PersonId, TextId } from '../../shared/ids.ts'
import type { Language } from '../../shared/names.ts'
import { canonicalBlocks } from '../../shared/section-text/canonical.ts'
import { countWords } from '../../shared/section-text/plain-text.ts'
import { now, random } from '../net/clock.ts'
import { DeviceStore } from '../net/device-store.ts'
import { onWake } from '../net/on-wake.ts'
import { openSection, type SectionConnection } from '../net/section-connection.ts'

export interface OpenText {
  readonly id: TextId
  readonly language: Language
  readonly connection: SectionConnection
  /** The words that stand in the open document now. */
  readonly countWords: () => number
}

export interface OpenTexts {
  readonly texts: readonly OpenText[]
  close(): Promise<void>
}

export function openTexts(personId: PersonId, asked: readonly { id: TextId; language: Language }[]): OpenTexts {
  const store = new DeviceStore({ personId, indexedDB, locks: navigator.locks })
  const texts = asked.map(({ id, language }) => {
    const connection = openSection({ textId: id, url: syncAddress(), store, now, random, onWake })
    return { id, language, connection, countWords: () => countWords(canonicalBlocks(connection.document.peek().doc)) }
  })
  return {
    texts,
    close: async () => {
      await Promise.all(texts.map(({ connection }) => connection.close()))
      store.close()
    },
  }
}

function syncAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
}
