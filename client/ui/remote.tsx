/** Something that a page asks the server for, with its four faces: loading, there, failed, and no line. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Outage } from '../net/api-client.ts'
import { Button } from './button.tsx'
import { explainFailure } from './failure.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'

export type Remote<Value> = RemoteState<Value> & {
  /** Asks again; what is there stays in view meanwhile. */
  readonly reload: () => void
  /** Puts in what an act answered with, without asking again. */
  readonly set: (value: Value) => void
}

type RemoteState<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly failure: unknown }

/** Asks at once and whenever `key` changes. An answer that comes after a newer question is dropped. */
export function useRemote<Value>(load: (signal: AbortSignal) => Promise<Value>, key: string): Remote<Value> {
  const [state, setState] = useState<RemoteState<Value>>({ state: 'loading' })
  const [round, setRound] = useState(0)
  const askedKey = useRef(key)
  useEffect(() => {
    const asking = new AbortController()
    if (askedKey.current !== key) setState({ state: 'loading' })
    askedKey.current = key
    load(asking.signal).then(
      (value) => {
        if (!asking.signal.aborted) setState({ state: 'ready', value })
      },
      (failure: unknown) => {
        if (asking.signal.aborted) return
        // What was there is still the best there is; a text that someone writes in must not go with a cut line.
        setState((before) => (before.state === 'ready' ? before : { state: 'failed', failure }))
      },
    )
    return () => asking.abort()
  }, [key, round])
  return {
    ...state,
    reload: () => setRound((before) => before + 1),
    set: (value) => setState({ state: 'ready', value }),
  }
}

/** Shows what came, or why nothing did and what to do about it. */
export function RemoteView<Value>(props: { remote: Remote<Value>; children: (value: Value) => ComponentChildren }) {
  const { remote } = props
  switch (remote.state) {
    case 'loading':
      return (
        <p class="loading">
          <Icon name="clock" /> {t('common.loading')}
        </p>
      )
    case 'failed':
      return <FailedView failure={remote.failure} retry={remote.reload} />
    case 'ready':
      return <>{props.children(remote.value)}</>
  }
}

function FailedView(props: { failure: unknown; retry: () => void }) {
  const isOffline = props.failure instanceof Outage && props.failure.kind === 'offline'
  // The line coming back is the commonest cure, so nobody has to press the button for it.
  useEffect(() => {
    if (!isOffline) return
    window.addEventListener('online', props.retry)
    return () => window.removeEventListener('online', props.retry)
  }, [isOffline])
  return (
    <section class="empty">
      <h2>{isOffline ? t('common.offline-title') : t('common.not-loaded')}</h2>
      <p>{explainFailure(props.failure)}</p>
      <Button kind="primary" onClick={props.retry}>
        {t('common.retry')}
      </Button>
    </section>
  )
}
