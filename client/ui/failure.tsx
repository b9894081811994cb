/** What a person is told when something did not work: the reason, and what to do next. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Refusal } from '../../shared/refusals.ts'
import { Outage } from '../net/api-client.ts'
import { Icon } from './icon.tsx'
import { t, tRefusal } from './language.ts'

/** One sentence or two. Anything but a refusal or an outage is a bug of ours and rises. */
export function explainFailure(failure: unknown): string {
  if (failure instanceof Refusal) return tRefusal(failure.code)
  if (!(failure instanceof Outage)) throw failure
  switch (failure.kind) {
    case 'offline':
      return t('common.offline')
    case 'unreachable':
    case 'busy':
      return t('common.outage')
    case 'fault':
      return t('common.fault', { reference: failure.reference ?? '—' })
  }
}

/** One act at a time: `run` does nothing while another is under way, so a double click acts once. */
export interface Act {
  readonly isBusy: boolean
  readonly failure: unknown
  readonly run: (act: () => Promise<void>) => Promise<void>
  readonly clear: () => void
}

export function useAct(): Act {
  const [state, setState] = useState<{ isBusy: boolean; failure: unknown }>({ isBusy: false, failure: null })
  const isRunning = useRef(false)
  return {
    ...state,
    clear: () => setState({ isBusy: false, failure: null }),
    run: async (act) => {
      if (isRunning.current) return
      isRunning.current = true
      setState({ isBusy: true, failure: null })
      try {
        await act()
        setState({ isBusy: false, failure: null })
      } catch (failure) {
        setState({ isBusy: false, failure })
        if (!(failure instanceof Refusal) && !(failure instanceof Outage)) throw failure
      } finally {
        isRunning.current = false
      }
    },
  }
}

/**
 * Stands where the act was asked for and takes the focus, which is how it is heard also inside
 * a dialog, where the page's live regions are out of reach.
 */
export function FailureNote(props: { failure: unknown }) {
  const note = useRef<HTMLParagraphElement>(null)
  useEffect(() => note.current?.focus(), [props.failure])
  const isExpected = props.failure instanceof Refusal || props.failure instanceof Outage
  if (!isExpected) return null
  return (
    <p class="note note-bad" tabIndex={-1} ref={note}>
      <Icon name="warning" /> <span>{explainFailure(props.failure)}</span>
    </p>
  )
}
