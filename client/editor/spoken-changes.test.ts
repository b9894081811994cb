import {
  initialSpokenFacts,
  messageAt,
  nextSpokenFacts,
  shortened,
  speakAt,
  SPOKEN_LENGTH_MAX,
  type SpokenEvent,
  type SpokenMessage,
} from './spoken-changes.ts'

const sokha = { id: 'per_1', name: 'សុខា' }
const dara = { id: 'per_2', name: 'Dara' }
const after = (...events: SpokenEvent[]) => events.reduce(nextSpokenFacts, initialSpokenFacts)
const changed = (author: typeof sokha, ...paragraphs: number[]): SpokenEvent => ({
  kind: 'changed',
  authors: [author],
  paragraphs,
})
const typed = (at: number): SpokenEvent => ({ kind: 'typed', at })
const spoken = (at: number): SpokenEvent => ({ kind: 'spoken', at })

describe('spoken changes', () => {
  it.each<[string, SpokenEvent[], number, SpokenMessage | null]>([
    ['[HEAR-1] nothing changed: nothing is said', [], 0, null],
    [
      '[HEAR-2] says who changed which paragraph',
      [changed(sokha, 2)],
      0,
      { kind: 'paragraph', name: 'សុខា', number: 2 },
    ],
    [
      '[HEAR-2] one paragraph changed often is one',
      [changed(sokha, 2), changed(sokha, 2)],
      0,
      { kind: 'paragraph', name: 'សុខា', number: 2 },
    ],
    [
      '[HEAR-2] several paragraphs are counted',
      [changed(sokha, 2, 3), changed(sokha, 5)],
      0,
      { kind: 'paragraphs', name: 'សុខា', count: 3 },
    ],
    [
      '[HEAR-2] several people are named together',
      [changed(sokha, 2), changed(dara, 2)],
      0,
      { kind: 'several', names: ['សុខា', 'Dara'], count: 2 },
    ],
    ['[HEAR-3] is held for two seconds after this person typed', [typed(1_000), changed(sokha, 2)], 2_999, null],
    ['[HEAR-3] and said then', [typed(1_000), changed(sokha, 2)], 3_000, { kind: 'paragraph', name: 'សុខា', number: 2 }],
    ['[HEAR-4] at most one message in ten seconds', [spoken(0), changed(sokha, 2)], 9_999, null],
    [
      '[HEAR-4] what came meanwhile is said together',
      [spoken(0), changed(sokha, 2), changed(sokha, 4)],
      10_000,
      { kind: 'paragraphs', name: 'សុខា', count: 2 },
    ],
    ['[HEAR-4] what was said is not said again', [changed(sokha, 2), spoken(0)], 60_000, null],
  ])('%s', (_rule, events, now, expected) => {
    expect(messageAt(after(...events), now)).toEqual(expected)
  })

  it('[HEAR-5] knows when it may speak next', () => {
    expect(speakAt(after())).toBeNull()
    expect(speakAt(after(spoken(0), typed(9_500), changed(sokha, 1)))).toBe(11_500)
  })

  it('[HEAR-6] is short, and never cut inside a Khmer cluster', () => {
    const long = shortened(`${'ស្ត្រី'.repeat(40)}`)
    expect(long.length).toBeLessThanOrEqual(SPOKEN_LENGTH_MAX)
    expect(long).toMatch(/^(ស្ត្រី|ស្ត្|រី)+…$/u)
    expect(shortened('ខ្មែរ')).toBe('ខ្មែរ')
  })
})
