/** @jest-environment jsdom */
import type { SaveState } from '../net/save-state.ts'
import { switchLanguage } from '../ui/language.ts'
import { saveStatusLine } from './save-sentence.ts'

const states: [string, SaveState, RegExp][] = [
  ['saved', { kind: 'saved', at: 0, isFresh: true }, /^Saved on the server \d\d:\d\d$/],
  ['saved without a line', { kind: 'saved', at: 0, isFresh: false }, /^Saved\. No line/],
  ['saving', { kind: 'saving' }, /^Saving/],
  ['kept, one', { kind: 'kept', waiting: 1 }, /^Kept on this device: 1 change waiting/],
  ['kept, several', { kind: 'kept', waiting: 3 }, /^Kept on this device: 3 changes waiting/],
  ['locked', { kind: 'locked' }, /^Locked/],
  ['read-only', { kind: 'read-only', why: 'section-in-review', isFresh: true }, /^Saved\. This section is in review/],
  [
    'signed out with changes',
    { kind: 'not-saved', why: { kind: 'refused', code: 'not-signed-in' }, waiting: 14 },
    /^Not saved.*Sign in to send 14 changes/,
  ],
  [
    'signed out without any',
    { kind: 'not-saved', why: { kind: 'refused', code: 'not-signed-in' }, waiting: 0 },
    /^Saved\. You are signed out/,
  ],
  [
    'being kept aside',
    { kind: 'not-saved', why: { kind: 'keeping-aside', code: 'section-locked' }, waiting: 2 },
    /^Not saved\. This section is locked\./,
  ],
  [
    'no device',
    { kind: 'not-saved', why: { kind: 'device', failure: 'full' }, waiting: 2 },
    /^Not saved\..*this device is full: 2 changes stand/,
  ],
]

describe('saveStatusLine', () => {
  it.each(states)('[SAVE-16] begins in the words that people look for: %s', async (_name, state, sentence) => {
    await switchLanguage('en')
    expect(saveStatusLine(state).text).toMatch(sentence)
  })

  it.each(states)('[SAVE-17] says the same in Khmer: %s', async (_name, state) => {
    await switchLanguage('km')
    expect(saveStatusLine(state).text).toMatch(/^[\u1780-\u17ff]/u)
    expect(saveStatusLine(state).text).not.toMatch(/\{/)
  })
})
