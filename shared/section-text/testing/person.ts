/**
 * One person at one editor without a screen: a Y.Doc, the document it shows, a selection, and
 * the product's own way from a ProseMirror transaction to the flat text. Every rehearsal of
 * several people is made of these.
 */
import { type Command, EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import * as Y from 'yjs'
import { assert } from '../../assert.ts'
import { catchUp } from '../catch-up.ts'
import { applyChange, type Writer } from '../difference.ts'
import type { DocumentChange } from '../changed-ranges.ts'
import { type Rebuilt, rebuild } from '../document.ts'
import { createUndo, redoStep, undoStep } from '../undo.ts'
import { isSameRebuilt, placesOf } from './same-rebuilt.ts'

/** The way of a change into the text. The product's, or in control runs a broken one. */
export type Engine = (text: Y.Doc, before: Rebuilt, change: DocumentChange, writer: Writer) => Rebuilt

/** What a rehearsal asks of somebody who writes, with a screen or without. */
export interface Author {
  readonly name: string
  readonly text: Y.Doc
  readonly rebuilt: Rebuilt
  readonly mismatches: readonly string[]
  act(command: Command, selection: { from: number; to?: number }): boolean
  type(text: string, pos: number, pieces?: Iterable<string>): void
  undo(): boolean
  redo(): boolean
  receiveFrom(other: Author): void
  find(text: string, side?: 'before' | 'after'): number
  words(): string
}

export interface PersonOptions {
  readonly name: string
  readonly clientId: number
  readonly engine?: Engine
}

export class Person implements Author {
  readonly name: string
  readonly text = new Y.Doc()
  readonly undoManager: Y.UndoManager
  rebuilt: Rebuilt
  /** Documents that the text, once written, was not rebuilt as. */
  readonly mismatches: string[] = []
  /** How often a change by others was shown block by block, and how often all was read again. */
  readonly heard = { byBlock: 0, whole: 0 }
  #engine: Engine
  #keys = 0
  #isWriting = false

  constructor({ name, clientId, engine = applyChange }: PersonOptions) {
    this.name = name
    this.text.clientID = clientId
    this.#engine = engine
    this.undoManager = createUndo(this.text, this, 0)
    this.rebuilt = rebuild(this.text)
    this.text.on('afterTransaction', (transaction) => this.#hear(transaction))
  }

  /** Runs a command with the selection and writes what it did. False when it does not apply here. */
  act(command: Command, selection: { from: number; to?: number }): boolean {
    const { doc } = this.rebuilt
    const bare = EditorState.create({ doc })
    const { from, to = from } = selection
    const state = bare.apply(bare.tr.setSelection(TextSelection.create(doc, from, to)))
    let made: Transaction | null = null
    command(state, (transaction) => {
      made = transaction
    })
    return made === null ? false : this.write(made)
  }

  /** Types text at a position in as many acts as there are pieces; without pieces, code point by code point. */
  type(text: string, pos: number, pieces: Iterable<string> = text): void {
    let at = pos
    for (const character of pieces) {
      const place = at
      this.act(
        (state, dispatch) => {
          dispatch?.(state.tr.insertText(character, place))
          return true
        },
        { from: place },
      )
      at += character.length
    }
  }

  write(transaction: Transaction): boolean {
    if (!transaction.docChanged) return false
    transaction.doc.check()
    const change = { before: transaction.before, after: transaction.doc, steps: transaction.steps }
    this.#isWriting = true
    this.rebuilt = this.#engine(this.text, this.rebuilt, change, { makeKey: () => this.makeKey(), origin: this })
    this.#isWriting = false
    const again = rebuild(this.text)
    if (!again.doc.eq(transaction.doc)) {
      this.mismatches.push(`${JSON.stringify(transaction.doc)} became ${JSON.stringify(again.doc)}`)
    }
    if (placesOf(again) !== placesOf(this.rebuilt))
      this.mismatches.push(`places: ${placesOf(again)} ${placesOf(this.rebuilt)}`)
    return true
  }

  undo(): boolean {
    return undoStep(this.undoManager)
  }

  redo(): boolean {
    return redoStep(this.undoManager)
  }

  /** Takes over what the other has written, as an update over a line would bring it. */
  receiveFrom(other: Author): void {
    const update = Y.encodeStateAsUpdate(other.text, Y.encodeStateVector(this.text))
    Y.applyUpdate(this.text, update, 'the line')
    const state = Y.encodeStateVector(this.text)
    this.rebuilt.doc.check()
    assert(isEqual(state, Y.encodeStateVector(this.text)), 'rendering has written into the text')
  }

  find(text: string, side: 'before' | 'after' = 'after'): number {
    return findText(this, text, side)
  }

  /** All words, without any sign of where a block begins. */
  words(): string {
    return this.rebuilt.doc.textBetween(0, this.rebuilt.doc.content.size, '', '')
  }

  makeKey(): string {
    this.#keys++
    return `${this.text.clientID.toString(36)}k${this.#keys.toString(36)}`.padEnd(8, '0')
  }

  /** What is shown after every transaction must be what reading the whole text gives, in nodes and in places. */
  #hear(transaction: Y.Transaction): void {
    if (this.#isWriting) return
    const caughtUp = catchUp(this.text, this.rebuilt, transaction)
    const again = rebuild(this.text)
    if (caughtUp === null) this.heard.whole++
    else this.heard.byBlock++
    if (caughtUp !== null && !isSameRebuilt(caughtUp, again)) {
      this.mismatches.push(
        `block by block: ${caughtUp.doc.toString()} ${placesOf(caughtUp)}; whole: ${again.doc.toString()} ${placesOf(again)}`,
      )
    }
    this.rebuilt = caughtUp ?? again
  }
}

/** Everybody hears everything, twice, so that answers to answers arrive too. */
export function syncAll(people: readonly Author[]): void {
  for (let round = 0; round < 2; round++) {
    for (const person of people) for (const other of people) if (person !== other) person.receiveFrom(other)
  }
}

/** Position of the first character after the found text, or before it. */
export function findText(author: Pick<Author, 'rebuilt' | 'name'>, text: string, side: 'before' | 'after'): number {
  for (const block of author.rebuilt.blocks) {
    const at = block.node.textBetween(0, block.node.content.size, null, '\uFFFC').indexOf(text)
    if (at >= 0) return block.pos + 1 + at + (side === 'after' ? text.length : 0)
  }
  throw new Error(`${author.name} does not see ${JSON.stringify(text)}`)
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
