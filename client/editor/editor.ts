/**
 * The editor of one text: a ProseMirror view over the document of a section connection. When the
 * connection gives another document (what was written was refused and kept), the view goes on
 * with that one in the same place. Where the person may not edit, the same words are a labelled
 * region and no textbox.
 */
import { computed, effect, signal, type Signal } from '@preact/signals'
import { EditorState, Plugin, Selection, type Command } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import type { Language } from '../../shared/names.ts'
import { sectionSchema } from '../../shared/section-text/schema.ts'
import type { OpenDocument, SectionConnection } from '../net/section-connection.ts'
import { announce } from '../ui/announce.tsx'
import { language as shownLanguage, t } from '../ui/language.ts'
import { rebuildDocument } from '../../shared/section-text/document.ts'
import { bindingOf, bindText, redo, undo } from './binding.ts'
import { showBlockLanguages } from './block-language.ts'
import { showCarets } from './carets.ts'
import { composingAt, tellComposition } from './composition.ts'
import { openEditorTools, type EditorTools } from './editor-tools.tsx'
import { hearChanges } from './hear-changes.ts'
import { HeldMessages } from './held-messages.ts'
import { sectionInputRules } from './input-rules.ts'
import { editorKeymaps } from './keymap.ts'
import { cleanPaste } from './paste.ts'
import { readSelectionBeforeKeys } from './read-selection.ts'
import { spokenSentence } from './spoken-sentence.ts'
import './editor.css'

export interface EditorOptions {
  readonly connection: SectionConnection
  /** The accessible name of the text: "Text of EARLY EDUCATION, English". */
  readonly label: string
  /** The language of the text. */
  readonly language: Language
  readonly now: () => number
  readonly random: () => number
}

export interface MountedEditor {
  /** For what stands beside the text and speaks of places in it. */
  readonly view: EditorView
  /** Puts the caret where it was. */
  focus(): void
  /** The name changes with the title of the section and with the language of the page. */
  setLabel(label: string): void
  destroy(): void
}

/** Shows the text of a connection in a place of the page and keeps it up to date until it is destroyed. */
export function mountEditor(place: HTMLElement, options: EditorOptions): MountedEditor {
  return new SectionEditor(place, options)
}

/** Pixels that are covered at the edges of the window. */
const UNDER_BARS = { top: 120, bottom: 24, left: 0, right: 0 }

/** Counts the editors of a page, so that each textbox has an id of its own. */
let mounted = 0

class SectionEditor implements MountedEditor {
  readonly #options: EditorOptions
  readonly #textId = `text-${(mounted += 1)}`
  readonly #label: Signal<string>
  readonly #root: HTMLElement
  readonly view: EditorView
  readonly #state: Signal<EditorState>
  readonly #tools: EditorTools
  #held: HeldMessages | null = null
  readonly #stops: (() => void)[] = []
  #frame: number | null = null

  constructor(place: HTMLElement, options: EditorOptions) {
    this.#options = options
    this.#label = signal(options.label)
    this.#root = element('div', 'editor')
    const toolsPlace = element('div', 'editor-place')
    place.append(this.#root)
    this.#root.append(toolsPlace)
    const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
    // The tools need the state to draw themselves and the state needs their commands for its keys.
    this.#state = signal(EditorState.create({ schema: sectionSchema }))
    this.#tools = openEditorTools({
      place: toolsPlace,
      state: this.#state,
      isShown: computed(() => options.connection.view.value.mayEdit),
      run: (command) => this.#run(command),
      apply: (command) => void command(this.view.state, this.view.dispatch, this.view),
      controls: this.#textId,
      isMac,
      undo,
      redo,
      focusText: () => this.focus(),
    })
    this.view = new EditorView(
      { mount: this.#root.appendChild(element('div', 'editor-text section-text')) },
      {
        state: this.#stateOf(options.connection.document.peek()),
        editable: () => options.connection.view.peek().mayEdit,
        attributes: () => this.#attributes(),
        // The caret never goes under the status line and the tools, which stick to the top.
        scrollThreshold: UNDER_BARS,
        scrollMargin: UNDER_BARS,
      },
    )
    this.#drawTools()
    this.#followConnection()
  }

  focus(): void {
    this.view.focus()
  }

  setLabel(label: string): void {
    this.#label.value = label
  }

  destroy(): void {
    for (const stop of this.#stops) stop()
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#options.connection.useGate(null)
    this.#held?.close()
    this.#tools.destroy()
    this.view.destroy()
    this.#root.remove()
  }

  #followConnection(): void {
    const { connection } = this.#options
    const mayEdit = computed(() => connection.view.value.mayEdit)
    let shown = connection.document.peek()
    this.#stops.push(
      effect(() => {
        const next = connection.document.value
        if (next === shown) return
        shown = next
        this.#replaceDocument(next)
      }),
      effect(() => {
        void [mayEdit.value, this.#label.value]
        this.view.setProps({})
      }),
    )
  }

  /** The same place in the text as far as it is still there; the focus stays where it is. */
  #replaceDocument(next: OpenDocument): void {
    const { head } = this.view.state.selection
    const state = this.#stateOf(next)
    const place = Selection.near(state.doc.resolve(Math.min(head, state.doc.content.size)))
    this.view.updateState(state.apply(state.tr.setSelection(place)))
  }

  #stateOf({ doc, awareness }: OpenDocument): EditorState {
    const { language: textLanguage, now, random } = this.#options
    const language = () => shownLanguage.peek()
    const held = this.#holdMessages(doc)
    return EditorState.create({
      doc: rebuildDocument(doc),
      plugins: [
        // First, so that all others meet a text that has been written.
        bindText({ doc, makeKey: () => blockKey(random), origin: this }),
        readSelectionBeforeKeys(),
        tellComposition(held),
        sectionInputRules(() => bindingOf(this.view.state)?.undoManager.stopCapturing()),
        ...editorKeymaps({ undo, redo, openLink: this.#tools.openLink, focusToolbar: this.#tools.focusToolbar }),
        cleanPaste(new DOMParser(), (count) => announce(t('editor.paste.cut', { count }))),
        showBlockLanguages(textLanguage),
        showCarets({ awareness, language }),
        hearChanges({
          doc,
          awareness,
          language,
          now,
          someone: () => t('editor.spoken.someone'),
          say: (message) => announce(spokenSentence(message), { isShown: false }),
        }),
        new Plugin({ view: () => ({ update: () => this.#drawToolsSoon() }) }),
      ],
    })
  }

  /** A gate for this document; what waited at the one before belongs to a document that is gone. */
  #holdMessages(doc: OpenDocument['doc']): HeldMessages {
    this.#held?.close()
    this.#held = new HeldMessages({
      doc,
      composingAt: () => composingAt(this.view),
      setTimer: (callback, delayMs) => {
        const timer = setTimeout(callback, delayMs)
        return () => clearTimeout(timer)
      },
    })
    this.#options.connection.useGate(this.#held)
    return this.#held
  }

  #attributes(): Record<string, string> {
    const { language } = this.#options
    const isTextbox = this.#options.connection.view.peek().mayEdit
    return {
      id: this.#textId,
      'aria-label': this.#label.peek(),
      lang: language,
      // Browsers have no Khmer dictionary, and a wrong one underlines every word.
      spellcheck: String(language !== 'km'),
      // With a tabindex of its own in both cases Chromium leaves the focus here when the right to edit goes.
      ...(isTextbox
        ? { role: 'textbox', 'aria-multiline': 'true', tabindex: '0' }
        : { role: 'region', tabindex: '-1' }),
    }
  }

  #run(command: Command): void {
    command(this.view.state, this.view.dispatch, this.view)
    this.view.focus()
  }

  /** Once a frame: the tools may be a little behind the letters, never in front of them. */
  #drawToolsSoon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.#drawTools()
    })
  }

  #drawTools(): void {
    this.#state.value = this.view.state
  }
}

/** 8 characters of base 36: what a block marker is known by. */
function blockKey(random: () => number): string {
  return Array.from({ length: 8 }, () => Math.floor(random() * 36).toString(36)).join('')
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name)
  made.className = className
  return made
}
