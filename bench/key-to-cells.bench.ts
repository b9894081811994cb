/**
 * What one key costs without a screen, in a short and in a long text: the editor's transaction
 * written into the flat text and out as an update; and at somebody else, that update applied and
 * shown as the smallest replacement, with the caret set again.
 */
import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import * as Y from 'yjs'
import { BoundText } from '../client/editor/bound-text.ts'
import { replaceDifferences } from '../client/editor/minimal-replace.ts'
import { selectionFromRelative } from '../client/editor/relative-selection.ts'
import { rebuild } from '../shared/section-text/document.ts'
import { Random } from '../shared/section-text/testing/random.ts'
import { editedText, lettersOf } from './khmer-text.ts'
import { median, ratio, report, spread, standsOn, startReading, table, takeTurns, type Reading } from './measure.ts'

const SIZES = [1_500, 10_000]
/** Few, so that a run may pass between two neighbours who want the core. */
const KEYS = 20
const LIMIT_MS = 30_000

/** Somebody at an editor without a screen: the state and the text that `bindText` holds together. */
class Person {
  readonly doc = new Y.Doc()
  readonly text: BoundText
  state: EditorState

  constructor(clientId: number, content: Uint8Array) {
    this.doc.clientID = clientId
    Y.applyUpdate(this.doc, content)
    let keys = 0
    this.text = new BoundText({
      doc: this.doc,
      makeKey: () => `k${String((keys += 1)).padStart(7, '0')}`,
      origin: this,
    })
    this.state = EditorState.create({ doc: this.text.rebuilt.doc })
    this.text.saveSelection(this.state.selection)
    this.text.onRemoteChange(() => this.#show())
  }

  /** Everything between the key and the update. */
  type(letter: string): void {
    const transaction = this.state.tr.insertText(letter)
    const before = this.state.doc
    this.state = this.state.apply(transaction)
    this.text.write({ before, after: this.state.doc, steps: transaction.steps })
    this.text.saveSelection(this.state.selection)
  }

  placeCaret(pos: number): void {
    this.state = this.state.apply(this.state.tr.setSelection(TextSelection.near(this.state.doc.resolve(pos))))
    this.text.saveSelection(this.state.selection)
  }

  #show(): void {
    const { text, state } = this
    const next = text.rebuilt.doc
    if (next.eq(state.doc)) return text.shown(state.doc)
    const transaction = replaceDifferences(state.tr, next)
    text.shown(transaction.doc)
    if (text.selection !== null) {
      const selection = selectionFromRelative(this.doc, text.rebuilt, transaction.doc, text.selection)
      if (selection !== null && !selection.eq(transaction.selection)) transaction.setSelection(selection)
    }
    this.state = state.apply(transaction)
  }
}

/** Two people in one text; each run types in another place. */
function duet(words: number): { readonly own: () => Reading; readonly others: () => Reading } {
  const content = Y.encodeStateAsUpdate(editedText(words, words))
  const [sokha, dara] = [new Person(21, content), new Person(22, content)]
  const updates: Uint8Array[] = []
  sokha.doc.on('update', (update: Uint8Array) => void updates.push(update))
  const random = new Random(words)
  return {
    own: () => {
      sokha.placeCaret(1 + random.below(sokha.state.doc.content.size - 2))
      const stop = startReading()
      for (const letter of lettersOf(KEYS)) sokha.type(letter)
      return stop()
    },
    others: () => {
      const stop = startReading()
      for (const update of updates) Y.applyUpdate(dara.doc, update, 'the line')
      const reading = stop()
      if (updates.length !== KEYS) throw new Error(`${KEYS} keys made ${updates.length} updates`)
      updates.length = 0
      assertSame([sokha.state.doc, dara.state.doc, rebuild(sokha.doc).doc])
      return reading
    },
  }
}

const duets = new Map(SIZES.map((words) => [words, duet(words)]))
// A key and its arrival are one run, since what is shown is what was typed just before.
const results = await takeTurns(
  SIZES.map((words) => ({
    name: String(words),
    run: () => {
      const { own, others } = duets.get(words) ?? duet(words)
      const [typed, shown] = [own(), others()]
      return { typed, shown, waitedShare: Math.max(typed.waitedShare, shown.waitedShare) }
    },
  })),
  LIMIT_MS,
)

const [short, long] = SIZES.map((words) => results.get(String(words)) ?? { kept: [], thrownAway: 0 }) as [Kept, Kept]
const lines = (['typed', 'shown'] as const).map((side) => {
  const [a, b] = [short, long].map(({ kept }) => kept.map((sample) => (sample[side].cpuMs / KEYS) * 1_000)) as [
    number[],
    number[],
  ]
  const what = side === 'typed' ? 'key → transaction → cells → update' : 'update → cells → smallest replacement, caret'
  return [what, spread(a, 0), spread(b, 0), ratio(median(b), median(a))]
})
report([
  '## From a key to the cells, and to the other screen',
  '',
  `CPU µs for one Khmer letter, in runs of ${KEYS} letters at another place each. The texts are Khmer and English in`,
  'paragraphs of 60 words, with one later edit for every five words. No browser: what a DOM costs is not in here.',
  '',
  ...table([['What', 'In 1,500 words', 'In 10,000 words', 'Ratio'], ...lines]),
  '',
  `Runs: ${standsOn(short)} / ${standsOn(long)}. A ratio of 1 would say that the cost follows the block and not the text.`,
])

type Sample = { readonly typed: Reading; readonly shown: Reading; readonly waitedShare: number }
type Kept = { readonly kept: readonly Sample[]; readonly thrownAway: number }

function assertSame([first, ...others]: readonly Node[]): void {
  if (first === undefined || !others.every((other) => other.eq(first))) throw new Error('the texts differ')
}
