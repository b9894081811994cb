/**
 * What the open texts of a section say together: where the words are (worst of both languages),
 * who is here, what was kept. It shows nothing of the texts themselves.
 */
import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { SectionSummary } from '../../shared/api/statements.ts'
import { saveStatusLine } from '../editor/save-sentence.ts'
import { isSessionOver } from '../net/api-client.ts'
import { now } from '../net/clock.ts'
import { worstSaveState } from '../net/save-state.ts'
import { session } from '../net/session.ts'
import { KeptCopiesPanel, keptReason, type ShownCopy } from '../review/kept-copies-panel.tsx'
import { alertNow, setStatusLine } from '../ui/announce.tsx'
import { nameIn } from '../../shared/names.ts'
import { t } from '../ui/language.ts'
import { askBeforeLeaving } from '../ui/navigation.ts'
import type { OpenTexts } from './open-texts.ts'
import { PeopleHere } from './people-here.tsx'

export function LiveSection(props: { open: OpenTexts; section: SectionSummary; reload: () => void }) {
  const { open, section, reload } = props
  useSaveLine(open)
  useRetryWhenSignedIn(open)
  useStateFromLine(open, section, reload)
  const copies = open.texts.flatMap(({ connection, language }): ShownCopy[] =>
    connection.view.value.keptCopies.map((copy) => ({
      copy,
      language,
      title: nameIn(section.title, language),
      discard: () => connection.deleteKeptCopy(copy.id),
    })),
  )
  useCopiesTold(copies)
  return (
    <div class="live-section">
      <KeptCopiesPanel copies={copies} />
      <PeopleHere texts={open.texts} />
    </div>
  )
}

/** The status line of the page, and the question before words are left that stand nowhere else. */
function useSaveLine(open: OpenTexts): void {
  const worst = () => worstSaveState(open.texts.map(({ connection }) => connection.view.value.save))
  useSignalEffect(() => setStatusLine(saveStatusLine(worst())))
  useEffect(() => {
    const stop = askBeforeLeaving(() => {
      const state = worst()
      const isInThisWindowOnly = state.kind === 'not-saved' && state.why.kind === 'device'
      return isInThisWindowOnly ? t('section.leave-unsaved') : null
    })
    return () => {
      stop()
      setStatusLine(null)
    }
  }, [open])
}

/** Words that waited for a session are sent as soon as there is one again. */
function useRetryWhenSignedIn(open: OpenTexts): void {
  useSignalEffect(() => {
    if (session.value.state !== 'signed-in' || isSessionOver.value) return
    for (const { connection } of open.texts) {
      const { save } = connection.view.peek()
      const isSignedOut = save.kind === 'not-saved' && save.why.kind === 'refused' && save.why.code === 'not-signed-in'
      if (isSignedOut) connection.retry()
    }
  })
}

/** The text's own line hears of a lock as soon as the notices do; whichever comes first, the page is asked for anew. */
function useStateFromLine(open: OpenTexts, section: SectionSummary, reload: () => void): void {
  const heard = open.texts.flatMap(({ connection }) => connection.view.value.status?.state ?? [])
  const isOther = heard.length > 0 && heard.every((state) => state !== section.state)
  useEffect(() => {
    if (isOther) reload()
  }, [isOther, heard.join(' ')])
}

/** A copy made while the page stands is said at once; those of earlier visits stand there quietly. */
function useCopiesTold(copies: readonly ShownCopy[]): void {
  const openedAt = useRef(now())
  const told = useRef(new Set<string>())
  useEffect(() => {
    const fresh = copies.filter(({ copy }) => copy.at >= openedAt.current && !told.current.has(copy.id))
    for (const { copy } of fresh) told.current.add(copy.id)
    const [first] = fresh
    if (first !== undefined) alertNow(`${keptReason(first.copy.reason)} ${t('section.kept.arrived')}`)
  }, [copies.map(({ copy }) => copy.id).join(' ')])
}
