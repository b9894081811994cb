/**
 * Hears what others change in the shown text and says it, gathered by `spoken-changes.ts`. Whose
 * change it was is read from the client ids of the Yjs transaction and the presence of the room.
 */
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Language } from '../../shared/names.ts'
import { authorOf } from './author.ts'
import { paragraphsBetween } from './paragraph-places.ts'
import {
  initialSpokenFacts,
  messageAt,
  nextSpokenFacts,
  speakAt,
  type Author,
  type SpokenMessage,
} from './spoken-changes.ts'

export interface HearChangesOptions {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly language: () => Language
  /** What somebody is called who has gone already. */
  readonly someone: () => string
  readonly say: (message: SpokenMessage) => void
  readonly now: () => number
}

export function hearChanges(options: HearChangesOptions): Plugin {
  return new Plugin({ view: () => new Hearing(options) })
}

class Hearing {
  readonly #options: HearChangesOptions
  #facts = initialSpokenFacts
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Who writes in the Yjs transaction under way; null outside of one that is not ours. */
  #authors: readonly Author[] | null = null

  constructor(options: HearChangesOptions) {
    this.#options = options
    options.doc.on('beforeObserverCalls', this.#begins)
    options.doc.on('afterTransaction', this.#ends)
  }

  update(view: EditorView, { doc: before }: { doc: EditorView['state']['doc'] }): void {
    const after = view.state.doc
    const from = before === after ? null : before.content.findDiffStart(after.content)
    if (from === null) return
    if (this.#authors === null) {
      this.#facts = nextSpokenFacts(this.#facts, { kind: 'typed', at: this.#options.now() })
    } else {
      const to = before.content.findDiffEnd(after.content)?.b ?? from
      const paragraphs = paragraphsBetween(after, from, Math.max(from, to))
      this.#facts = nextSpokenFacts(this.#facts, { kind: 'changed', authors: this.#authors, paragraphs })
    }
    this.#wait()
  }

  destroy(): void {
    this.#options.doc.off('beforeObserverCalls', this.#begins)
    this.#options.doc.off('afterTransaction', this.#ends)
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  readonly #begins = (transaction: Y.Transaction): void => {
    this.#authors = transaction.local ? null : this.#authorsOf(transaction)
  }

  readonly #ends = (): void => {
    this.#authors = null
  }

  /** A pure deletion names nobody: it is somebody's. */
  #authorsOf({ beforeState, afterState }: Y.Transaction): Author[] {
    const { awareness, language, someone } = this.#options
    const authors = new Map<string, Author>()
    for (const [client, clock] of afterState) {
      if ((beforeState.get(client) ?? 0) >= clock) continue
      const author = authorOf(awareness.getStates().get(client), language())
      if (author !== null) authors.set(author.id, author)
    }
    return authors.size > 0 ? [...authors.values()] : [{ id: '', name: someone() }]
  }

  #wait(): void {
    const due = speakAt(this.#facts)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = due === null ? null : setTimeout(() => this.#speak(), Math.max(0, due - this.#options.now()))
  }

  #speak(): void {
    this.#timer = null
    const now = this.#options.now()
    const message = messageAt(this.#facts, now)
    if (message === null) return this.#wait()
    this.#facts = nextSpokenFacts(this.#facts, { kind: 'spoken', at: now })
    this.#options.say(message)
  }
}
