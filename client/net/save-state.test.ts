import {
  initialSaveFacts,
  isSaved,
  nextSaveFacts,
  saveStateOf,
  worstSaveState,
  type SaveEvent,
  type SaveState,
} from './save-state.ts'

const after = (...events: SaveEvent[]) => events.reduce(nextSaveFacts, initialSaveFacts)

const emptyDevice: SaveEvent = { kind: 'device-read', hasText: false, unsent: 0 }
const fullDevice: SaveEvent = { kind: 'device-read', hasText: true, unsent: 0 }
const twoWait: SaveEvent = { kind: 'device-read', hasText: true, unsent: 2 }
const up: SaveEvent = { kind: 'line-up' }
const down: SaveEvent = { kind: 'line-down' }
const synced: SaveEvent = { kind: 'synced' }
const open: SaveEvent = { kind: 'status', state: 'open', why: null }
const locked: SaveEvent = { kind: 'status', state: 'locked', why: 'section-locked' }
const review: SaveEvent = { kind: 'status', state: 'review', why: 'section-in-review' }
const edited: SaveEvent = { kind: 'edited' }
const kept = (edits: number): SaveEvent => ({ kind: 'device-kept', edits })
const sent = (mark: number): SaveEvent => ({ kind: 'mark-sent', mark })
const returned = (mark: number): SaveEvent => ({ kind: 'mark-returned', mark, at: 1000 + mark })
const broken: SaveEvent = { kind: 'device-failed', failure: 'full' }
const online = [emptyDevice, up, open, synced, sent(1), returned(1)]

describe('saveStateOf', () => {
  it.each<[string, SaveEvent[], SaveState]>([
    ['[SAVE-1] is loading until a text is there', [emptyDevice, up, open], { kind: 'loading' }],
    [
      '[SAVE-2] shows the device’s text without a line, and says that it is not fresh',
      [fullDevice],
      { kind: 'saved', at: null, isFresh: false },
    ],
    ['[SAVE-3] is saved when the mark is back', online, { kind: 'saved', at: 1001, isFresh: true }],
    ['[SAVE-4] is saving from an edit on, whatever came back before', [...online, edited], { kind: 'saving' }],
    [
      '[SAVE-4] is saving while the mark stands behind an earlier edit only',
      [...online, edited, sent(2), edited, returned(2)],
      { kind: 'saving' },
    ],
    [
      '[SAVE-5] is saved only when the mark of the last edit is back',
      [...online, edited, sent(2), edited, sent(3), returned(2), returned(3)],
      { kind: 'saved', at: 1003, isFresh: true },
    ],
    [
      '[SAVE-6] is kept, with the number of changes, when the line is down and the device has them',
      [...online, down, edited, edited, kept(2)],
      { kind: 'kept', waiting: 2 },
    ],
    [
      '[SAVE-6] is not yet kept while the device’s disk has not confirmed',
      [...online, down, edited, edited, kept(1)],
      { kind: 'saving' },
    ],
    ['[SAVE-7] counts the changes of an earlier visit', [twoWait, edited, kept(3)], { kind: 'kept', waiting: 3 }],
    [
      '[SAVE-8] a mark dies with its socket',
      [...online, edited, kept(1), sent(2), down, returned(2)],
      { kind: 'kept', waiting: 1 },
    ],
    [
      '[SAVE-9] is not saved when neither line nor device takes the words',
      [...online, down, broken, edited],
      { kind: 'not-saved', why: { kind: 'device', failure: 'full' }, waiting: 1 },
    ],
    [
      '[SAVE-9] a broken device matters not while the server answers',
      [...online, broken, edited, sent(2), returned(2)],
      { kind: 'saved', at: 1002, isFresh: true },
    ],
    [
      '[SAVE-10] a session that ended keeps all changes and counts them',
      [...online, edited, kept(1), down, { kind: 'refused', code: 'not-signed-in' }, edited, kept(2)],
      { kind: 'not-saved', why: { kind: 'refused', code: 'not-signed-in' }, waiting: 2 },
    ],
    [
      '[SAVE-10] after signing in again they are on their way',
      [...online, down, edited, kept(1), { kind: 'refused', code: 'not-signed-in' }, { kind: 'retried' }, up, open],
      { kind: 'saving' },
    ],
    ['[SAVE-11] a locked section says so', [...online, locked], { kind: 'locked' }],
    [
      '[SAVE-12] a section that others edit is read-only, with the reason',
      [...online, review],
      { kind: 'read-only', why: 'section-in-review', isFresh: true },
    ],
    [
      '[SAVE-13] refused words are not saved until they stand in a kept copy',
      [...online, edited, locked, { kind: 'keeping-aside', code: 'section-locked' }],
      { kind: 'not-saved', why: { kind: 'keeping-aside', code: 'section-locked' }, waiting: 1 },
    ],
    [
      '[SAVE-13] and locked after that',
      [...online, edited, { kind: 'keeping-aside', code: 'section-locked' }, { kind: 'reloaded' }, up, locked, synced],
      { kind: 'locked' },
    ],
  ])('%s', (_rule, events, expected) => {
    expect(saveStateOf(after(...events))).toEqual(expected)
  })

  it('[SAVE-14] is safe to leave only when every edit is on the server', () => {
    expect(isSaved(after(...online))).toBe(true)
    expect(isSaved(after(...online, edited))).toBe(false)
    expect(isSaved(after(...online, edited, down, kept(1)))).toBe(false)
    expect(isSaved(after(emptyDevice))).toBe(false)
  })

  it('[SAVE-15] of several texts the worst is told', () => {
    const states: SaveState[] = [
      { kind: 'saved', at: 1, isFresh: true },
      { kind: 'kept', waiting: 1 },
      { kind: 'locked' },
    ]
    expect(worstSaveState(states)).toEqual({ kind: 'kept', waiting: 1 })
    expect(worstSaveState([])).toEqual({ kind: 'loading' })
  })
})
