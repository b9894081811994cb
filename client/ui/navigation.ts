/**
 * Where the person is, and how they go elsewhere without the page being fetched again. Plain
 * links work: `followLinks` turns a click on one of ours into `navigate`. The router reads
 * `place`; pages only link or navigate.
 */
import { signal } from '@preact/signals'
import { clearAnnouncements } from './announce.tsx'

export interface Place {
  readonly path: string
  readonly query: URLSearchParams
  /** Counts the changes of page; 0 is the page the browser itself opened. */
  readonly arrivals: number
}

export interface PageProps {
  /** Values of the `:names` in the route's pattern. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

export const place = signal<Place>({ path: '/', query: new URLSearchParams(), arrivals: 0 })

type LeaveQuestion = () => string | null
const leaveQuestions = new Set<LeaveQuestion>()

/**
 * Goes to a path of ours. `replace` leaves no step to go back to; `isSamePage` is for another
 * way of showing the page one is on: nothing scrolls, and the focus stays where it is.
 */
export function navigate(to: string, options: { replace?: boolean; isSamePage?: boolean } = {}): void {
  if (options.isSamePage) {
    history.replaceState(null, '', to)
    place.value = { ...place.value, path: location.pathname, query: new URLSearchParams(location.search) }
    return
  }
  if (!mayLeave()) return
  if (options.replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  arrive()
}

/**
 * Asks before the page is left while `question` answers with a sentence. Answers with the
 * function that stops asking.
 */
export function askBeforeLeaving(question: LeaveQuestion): () => void {
  leaveQuestions.add(question)
  return () => leaveQuestions.delete(question)
}

/** Starts to follow links and the browser's back and forward. Answers with the function that stops it. */
export function followLinks(): () => void {
  place.value = { path: location.pathname, query: new URLSearchParams(location.search), arrivals: 0 }
  const onClick = (event: MouseEvent): void => {
    const to = internalTarget(event)
    if (to === null) return
    event.preventDefault()
    navigate(to)
  }
  const onPopState = (): void => arrive()
  const onBeforeUnload = (event: BeforeUnloadEvent): void => {
    if ([...leaveQuestions].some((question) => question() !== null)) event.preventDefault()
  }
  document.addEventListener('click', onClick)
  window.addEventListener('popstate', onPopState)
  window.addEventListener('beforeunload', onBeforeUnload)
  return () => {
    document.removeEventListener('click', onClick)
    window.removeEventListener('popstate', onPopState)
    window.removeEventListener('beforeunload', onBeforeUnload)
  }
}

function arrive(): void {
  // At once, so that what the act of leaving has to say can be said after it.
  clearAnnouncements()
  place.value = {
    path: location.pathname,
    query: new URLSearchParams(location.search),
    arrivals: place.value.arrivals + 1,
  }
  window.scrollTo(0, 0)
}

function mayLeave(): boolean {
  const question = [...leaveQuestions].map((ask) => ask()).find((sentence) => sentence !== null)
  return question === undefined || question === null || window.confirm(question)
}

/** The path to go to, or null when the browser should do what it always does with this click. */
function internalTarget(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement)) return null
  if (link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return null
  // Answers of the server itself: files, and pages that work without script.
  if (/^\/(api|in)\//.test(link.pathname)) return null
  if (link.hash !== '' && link.pathname === location.pathname) return null
  return link.pathname + link.search + link.hash
}
