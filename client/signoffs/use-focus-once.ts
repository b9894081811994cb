import { useEffect, useRef } from 'preact/hooks'
import type { RefObject } from 'preact'

/** Takes the focus to an element when it first appears, as the answer to an act of this person. */
export function useFocusOnce<Element extends HTMLElement>(): RefObject<Element | null> {
  const element = useRef<Element>(null)
  useEffect(() => element.current?.focus(), [])
  return element
}
