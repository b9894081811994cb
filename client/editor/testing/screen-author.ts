/** Somebody who writes at a real editor view, for the rehearsals of the text model. */
import { type Command, EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import * as Y from 'yjs'
import { rebuild, rebuildDocument, type Rebuilt } from '../../../shared/section-text/document.ts'
import { type Author, findText } from '../../../shared/section-text/testing/person.ts'
import { isSameRebuilt, placesOf } from '../../../shared/section-text/testing/same-rebuilt.ts'
import { bindingOf, bindText, redo, undo } from '../binding.ts'

export class ScreenAuthor implements Author {
  readonly name: string
  readonly text = new Y.Doc()
  readonly mismatches: string[] = []
  readonly view: EditorView
  #keys = 0

  constructor(name: string, clientId: number, seed?: Uint8Array) {
    this.name = name
    this.text.clientID = clientId
    if (seed !== undefined) Y.applyUpdate(this.text, seed)
    const makeKey = (): string => `${clientId.toString(36)}k${(++this.#keys).toString(36)}`.padEnd(8, '0')
    const plugins = [bindText({ doc: this.text, makeKey, origin: this })]
    this.view = new EditorView(document.createElement('div'), {
      state: EditorState.create({ doc: rebuildDocument(this.text), plugins }),
    })
  }

  get rebuilt(): Rebuilt {
    const text = bindingOf(this.view.state)
    if (text === null) throw new Error('the editor is not bound')
    return text.rebuilt
  }

  act(command: Command, { from, to = from }: { from: number; to?: number }): boolean {
    const { view } = this
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)))
    const done = command(view.state, view.dispatch.bind(view), view)
    this.#compare()
    return done
  }

  type(text: string, pos: number, pieces: Iterable<string> = text): void {
    let at = pos
    for (const piece of pieces) {
      const place = at
      this.act(
        (state, dispatch) => {
          dispatch?.(state.tr.insertText(piece, place))
          return true
        },
        { from: place },
      )
      at += piece.length
    }
  }

  undo(): boolean {
    const done = undo(this.view.state, this.view.dispatch.bind(this.view))
    this.#compare()
    return done
  }

  redo(): boolean {
    const done = redo(this.view.state, this.view.dispatch.bind(this.view))
    this.#compare()
    return done
  }

  receiveFrom(other: Pick<Author, 'text'>): void {
    Y.applyUpdate(this.text, Y.encodeStateAsUpdate(other.text, Y.encodeStateVector(this.text)), 'the line')
    this.#compare()
  }

  find(text: string, side: 'before' | 'after' = 'after'): number {
    return findText(this, text, side)
  }

  words(): string {
    return this.view.state.doc.textBetween(0, this.view.state.doc.content.size, '', '')
  }

  /** The text with `|` at the caret, or at both ends of a range. */
  withCaret(): string {
    const { doc, selection } = this.view.state
    const between = (from: number, to: number): string => doc.textBetween(from, to, '¶', '')
    const range = selection.empty ? '|' : `|${between(selection.from, selection.to)}|`
    return between(0, selection.from) + range + between(selection.to, doc.content.size)
  }

  #compare(): void {
    this.view.state.doc.check()
    const again = rebuild(this.text)
    if (!this.view.state.doc.eq(again.doc)) this.mismatches.push(`shown: ${this.view.state.doc.toString()}`)
    if (!isSameRebuilt(this.rebuilt, again))
      this.mismatches.push(`places: ${placesOf(this.rebuilt)} are not ${placesOf(again)}`)
    if (this.view.dom.textContent !== this.view.state.doc.textContent)
      this.mismatches.push('the screen shows something else')
  }
}
