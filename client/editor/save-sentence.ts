/** The save state in the reader's words, for the status line. Its first words are those that people and scripts look for. */
import type { SaveState } from '../net/save-state.ts'
import type { StatusLine } from '../ui/announce.tsx'
import { t, tRefusal, tTime } from '../ui/language.ts'

export function saveStatusLine(state: SaveState): StatusLine {
  switch (state.kind) {
    case 'loading':
      return { text: t('editor.save.loading'), tone: 'busy' }
    case 'saving':
      return { text: t('editor.save.saving'), tone: 'busy' }
    case 'kept':
      return { text: t('editor.save.kept', { count: state.waiting }), tone: 'kept' }
    case 'locked':
      return { text: t('editor.save.locked'), tone: 'locked' }
    case 'read-only':
      return { text: t('editor.save.read-only', { why: tRefusal(state.why) }), tone: 'good' }
    case 'saved':
      return savedLine(state)
    case 'not-saved':
      return notSavedLine(state)
  }
}

function savedLine({ at, isFresh }: Extract<SaveState, { kind: 'saved' }>): StatusLine {
  if (!isFresh) return { text: t('editor.save.saved-stale'), tone: 'kept' }
  const text = at === null ? t('editor.save.saved') : t('editor.save.saved-at', { time: tTime(at) })
  return { text, tone: 'good' }
}

function notSavedLine({ why, waiting }: Extract<SaveState, { kind: 'not-saved' }>): StatusLine {
  if (why.kind === 'device') return { text: t(`editor.save.device-${why.failure}`, { count: waiting }), tone: 'bad' }
  const reason = tRefusal(why.code)
  if (why.kind === 'keeping-aside') return { text: t('editor.save.keeping-aside', { why: reason }), tone: 'bad' }
  if (why.code !== 'not-signed-in') return { text: t('editor.save.refused', { why: reason }), tone: 'bad' }
  if (waiting === 0) return { text: t('editor.save.signed-out'), tone: 'kept' }
  return { text: t('editor.save.sign-in', { count: waiting }), tone: 'bad' }
}
