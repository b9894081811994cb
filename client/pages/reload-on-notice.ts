/**
 * Keeps what a page shows true while others act: one line of notices for the whole tab, open
 * while some page listens, and each page loads anew when a row it shows has changed. Notices
 * that come together (a lock changes a section, its counts and its statement) reload once.
 */
import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { isSessionOver } from '../net/api-client.ts'
import { random } from '../net/clock.ts'
import { NoticesLine, type Notice } from '../net/notices.ts'
import { onWake } from '../net/on-wake.ts'
import { session } from '../net/session.ts'

/** Calls `reload` when a notice `concerns` this page, or when notices may have been missed. */
export function useReloadOnNotice(reload: () => void, concerns: (notice: Notice) => boolean): void {
  const newest = useRef({ reload, concerns })
  newest.current = { reload, concerns }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const reloadSoon = (): void => {
      timer ??= setTimeout(() => {
        timer = null
        newest.current.reload()
      }, GATHER_MS)
    }
    const stop = listen({
      onNotice: (notice) => {
        if (newest.current.concerns(notice)) reloadSoon()
      },
      onReset: reloadSoon,
    })
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [])
}

/** 150 ms: a lock's notices come within one turn of the server; nobody sees a page change sooner. */
const GATHER_MS = 150
/** From one page to the next the line stays open. */
const CLOSE_AFTER_MS = 5_000

interface Listener {
  onNotice(notice: Notice): void
  onReset(): void
}

const listeners = new Set<Listener>()
let opened: { line: NoticesLine; stopWatching: () => void } | null = null
let closing: ReturnType<typeof setTimeout> | null = null

function listen(listener: Listener): () => void {
  if (closing !== null) clearTimeout(closing)
  closing = null
  listeners.add(listener)
  opened ??= open()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    closing = setTimeout(() => {
      opened?.stopWatching()
      opened?.line.close()
      opened = null
    }, CLOSE_AFTER_MS)
  }
}

function open(): { line: NoticesLine; stopWatching: () => void } {
  let isRefused = false
  const line = new NoticesLine({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/notices`,
    random,
    onWake,
    onNotice: (notice) => {
      for (const listener of listeners) listener.onNotice(notice)
    },
    onReset: () => {
      for (const listener of listeners) listener.onReset()
    },
    // The session has ended; the next sign-in in this tab tries again.
    onRefused: () => {
      isRefused = true
    },
  })
  const stopWatching = effect(() => {
    if (session.value.state !== 'signed-in' || isSessionOver.value || !isRefused) return
    isRefused = false
    line.retry()
  })
  return { line, stopWatching }
}
