/**
 * Where others stand in the text: a caret with a name, a tinted range. Only shown: the name is
 * drawn by the style sheet, so it is never read aloud, copied or typed into. Our own place goes
 * out as Yjs relative positions, so that it stays right while others type before it.
 */
import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type { Language } from '../../shared/names.ts'
import { authorOf, isRecord, type PresentAuthor } from './author.ts'
import { posToRelative, relativeToPos } from './binding.ts'

export interface CaretsOptions {
  readonly awareness: Awareness
  /** The language that names are shown in. */
  readonly language: () => Language
}

interface ShownCaret {
  readonly client: number
  readonly author: PresentAuthor
  readonly anchor: number
  readonly head: number
  /** Changes when they move, and not when the text before them does. */
  readonly place: string
}

const caretsKey = new PluginKey<DecorationSet>('carets')

export function showCarets(options: CaretsOptions): Plugin {
  return new Plugin<DecorationSet>({
    key: caretsKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, shown) => (tr.getMeta(caretsKey) as DecorationSet | undefined) ?? shown.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => caretsKey.getState(state) },
    view: (view) => new Carets(view, options),
  })
}

class Carets {
  readonly #view: EditorView
  readonly #options: CaretsOptions
  #isDue = false
  #isDestroyed = false
  #published: string | null = null

  constructor(view: EditorView, options: CaretsOptions) {
    this.#view = view
    this.#options = options
    options.awareness.on('change', this.#peopleMoved)
    this.#view.dom.addEventListener('focus', this.#focusMoved)
    this.#view.dom.addEventListener('blur', this.#focusMoved)
    this.#redrawSoon()
  }

  update(view: EditorView, before: EditorState): void {
    const isMoved = !before.selection.eq(view.state.selection) || !before.doc.eq(view.state.doc)
    if (isMoved) this.#publish()
    // Equal letters defeat mapping: a place is resolved again whenever the text has changed.
    if (before.doc !== view.state.doc) this.#redrawSoon()
  }

  destroy(): void {
    this.#isDestroyed = true
    this.#options.awareness.off('change', this.#peopleMoved)
    this.#view.dom.removeEventListener('focus', this.#focusMoved)
    this.#view.dom.removeEventListener('blur', this.#focusMoved)
    this.#options.awareness.setLocalStateField('caret', null)
  }

  readonly #focusMoved = (): void => this.#publish()

  readonly #peopleMoved = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>): void => {
    const own = this.#options.awareness.clientID
    if ([...added, ...updated, ...removed].some((client) => client !== own)) this.#redrawSoon()
  }

  /** Says where this person stands; nowhere while the text has not the focus. Composing moves the caret at every key, so it waits. */
  #publish(): void {
    if (this.#isDestroyed || this.#view.composing) return
    const { awareness } = this.#options
    const { state } = this.#view
    const { anchor, head } = state.selection
    const caret = this.#view.hasFocus()
      ? { anchor: posToRelative(state, anchor), head: posToRelative(state, head) }
      : null
    const published = JSON.stringify(caret)
    if (published === this.#published) return
    this.#published = published
    awareness.setLocalStateField('caret', caret)
  }

  /** Once for all that happened in this turn, and never from inside another transaction. */
  #redrawSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      if (!this.#isDestroyed) this.#redraw()
    })
  }

  #redraw(): void {
    const { state, composing } = this.#view
    // A widget drawn beside letters that are being composed would tear them; the next change draws it.
    if (composing) return
    const carets = this.#othersIn(state)
    const shown = caretsKey.getState(state)
    if (carets.length === 0 && (shown === undefined || shown === DecorationSet.empty)) return
    const decorations =
      carets.length === 0 ? DecorationSet.empty : DecorationSet.create(state.doc, carets.flatMap(draw))
    this.#view.dispatch(state.tr.setMeta(caretsKey, decorations).setMeta('addToHistory', false))
  }

  #othersIn(state: EditorState): ShownCaret[] {
    const { awareness, language } = this.#options
    const found: ShownCaret[] = []
    for (const [client, presence] of awareness.getStates()) {
      const caret = isRecord(presence.caret) ? presence.caret : null
      const author = authorOf(presence, language())
      if (client === awareness.clientID || caret === null || author === null) continue
      const anchor = isRecord(caret.anchor) ? relativeToPos(state, caret.anchor) : null
      const head = isRecord(caret.head) ? relativeToPos(state, caret.head) : null
      if (anchor !== null && head !== null)
        found.push({ client, author, anchor, head, place: JSON.stringify(caret.head) })
    }
    return found
  }
}

function draw({ client, author, anchor, head, place }: ShownCaret): Decoration[] {
  const caret = Decoration.widget(head, () => caretElement(author), {
    // A new element shows its name again for some seconds: drawn only when they moved.
    key: `caret ${client} ${place} ${author.color} ${author.name}`,
    side: 10,
    ignoreSelection: true,
    stopEvent: () => true,
  })
  if (anchor === head) return [caret]
  const range = { class: 'caret-range', style: `--caret: ${author.color}` }
  return [caret, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), range)]
}

function caretElement({ name, color }: PresentAuthor): HTMLElement {
  const element = document.createElement('span')
  element.className = 'caret'
  element.setAttribute('aria-hidden', 'true')
  element.dataset.name = name
  element.style.setProperty('--caret', color)
  return element
}
