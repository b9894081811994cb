import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { SYNC } from '../../shared/protocol.ts'
import { seedUpdate } from '../../shared/section-text/cells.ts'
import { flatOffsetAt } from '../../shared/section-text/document.ts'
import * as acts from '../../shared/section-text/testing/acts.ts'
import { Person, syncAll } from '../../shared/section-text/testing/person.ts'
import { HeldMessages, PATIENCE_MS, SETTLE_MS } from './held-messages.ts'

/** Timers that run when the test says so. */
class Timers {
  #now = 0
  #waiting: { at: number; callback: () => void }[] = []

  readonly set = (callback: () => void, delayMs: number): (() => void) => {
    const timer = { at: this.#now + delayMs, callback }
    this.#waiting.push(timer)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== timer)
    }
  }

  pass(ms: number): void {
    this.#now += ms
    const due = this.#waiting.filter(({ at }) => at <= this.#now)
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now)
    for (const { callback } of due) callback()
  }
}

/** Sokha composes in the first of two blocks; Dara's edits reach her as messages. */
function composing() {
  const sokha = new Person({ name: 'Sokha', clientId: 9 })
  const dara = new Person({ name: 'Dara', clientId: 4 })
  for (const person of [sokha, dara])
    Y.applyUpdate(
      person.text,
      seedUpdate(() => 'seed0000'),
    )
  sokha.receiveFrom(sokha)
  sokha.type('ស្ត្រី\u200B😀 first', 1)
  sokha.act(acts.split, { from: sokha.find('first') })
  sokha.type('ខ្មែរ second', sokha.rebuilt.blocks[1]!.pos + 1)
  syncAll([sokha, dara])
  const timers = new Timers()
  const heard: string[] = []
  const held = new HeldMessages({
    doc: sokha.text,
    composingAt: () => flatOffsetAt(sokha.rebuilt, sokha.find('ស្ត្រី')),
    setTimer: timers.set,
  })
  const hear = (name: string, act: () => void): void => {
    const before = Y.encodeStateVector(dara.text)
    act()
    const update = Y.encodeStateAsUpdate(dara.text, before)
    const message = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, SYNC.update)
      encoding.writeVarUint8Array(encoder, update)
    })
    held.admit(message, () => {
      Y.applyUpdate(sokha.text, update, 'the line')
      heard.push(name)
    })
  }
  return { sokha, dara, timers, held, heard, hear }
}

describe('messages while a person composes', () => {
  it('[BIND-20] pass at once when nobody composes', () => {
    const { dara, hear, heard } = composing()
    hear('a', () => dara.type('ក', 1))
    expect(heard).toEqual(['a'])
  })

  it('[BIND-21] wait until 60 ms after the composition ended, and keep their order', () => {
    const { dara, hear, heard, held, timers } = composing()
    held.compositionStarted()
    hear('a', () => dara.type('ក', dara.find('first')))
    hear('b', () => dara.type('ខ', dara.find('second')))
    held.compositionEnded()
    timers.pass(SETTLE_MS - 1)
    hear('c', () => dara.type('គ', dara.find('second')))
    expect(heard).toEqual([])
    timers.pass(1)
    expect(heard).toEqual(['a', 'b', 'c'])
  })

  it('[BIND-22] wait on when the next composition begins within that time', () => {
    const { dara, hear, heard, held, timers } = composing()
    held.compositionStarted()
    hear('a', () => dara.type('ក', dara.find('first')))
    held.compositionEnded()
    timers.pass(SETTLE_MS / 2)
    held.compositionStarted()
    timers.pass(SETTLE_MS * 2)
    expect(heard).toEqual([])
  })

  it('[BIND-23] after three seconds pass when they touch another block only', () => {
    const { dara, hear, heard, held, timers } = composing()
    held.compositionStarted()
    hear('a', () => dara.type('ក', dara.find('second')))
    hear('b', () => void dara.act(acts.retitle(2), { from: dara.find('second') }))
    timers.pass(PATIENCE_MS - 1)
    expect(heard).toEqual([])
    timers.pass(1)
    expect(heard).toEqual(['a', 'b'])
    hear('c', () => dara.type('គ', dara.find('second')))
    expect(heard).toEqual(['a', 'b', 'c'])
  })

  it.each<[string, (dara: Person) => void]>([
    ['words in it', (dara) => dara.type('ក', dara.find('first'))],
    ['a retitle of it', (dara) => void dara.act(acts.retitle(2), { from: 2 })],
    ['a quote around it', (dara) => void dara.act(acts.quote, { from: 2 })],
    ['a split of it', (dara) => void dara.act(acts.split, { from: dara.find('😀') })],
    ['the next block joined to it', (dara) => void dara.act(acts.join, { from: dara.find('ខ្មែរ', 'before') })],
    ['its deletion', (dara) => void dara.act(acts.deleteBlock, { from: 2 })],
  ])('[BIND-24] wait to the end of the composition when they change its block: %s', (_what, act) => {
    const { dara, hear, heard, held, timers } = composing()
    held.compositionStarted()
    hear('elsewhere', () => dara.type('ក', dara.find('second')))
    hear('here', () => act(dara))
    timers.pass(PATIENCE_MS * 20)
    held.release()
    expect(heard).toEqual([])
    held.fieldLeft()
    timers.pass(SETTLE_MS)
    expect(heard).toEqual(['elsewhere', 'here'])
  })

  it('[BIND-25] are all delivered when the editor is closed', () => {
    const { dara, hear, heard, held } = composing()
    held.compositionStarted()
    hear('a', () => dara.type('ក', dara.find('first')))
    held.close()
    expect(heard).toEqual(['a'])
  })
})
