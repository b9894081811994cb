import { useLayoutEffect, useRef } from 'preact/hooks'

type Wanted = { readonly index: number; readonly pressed: Element | null }

/**
 * Where the focus goes when an item of a list is moved or taken out by a button inside it: to the
 * same button while it is there, else to the heading of the item, else to the heading of the part of the page.
 */
export function useFocusInList() {
  const list = useRef<HTMLOListElement>(null)
  const wanted = useRef<Wanted | null>(null)
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const { index, pressed } = wanted.current
    wanted.current = null
    if (pressed instanceof HTMLElement && pressed.isConnected) return pressed.focus()
    const items = list.current?.children
    const item = items?.[Math.min(index, items.length - 1)]
    const heading = item?.querySelector('h3') ?? list.current?.closest('section')?.querySelector('h2')
    heading?.focus()
  })
  return {
    list,
    /** Call before the item moves to `index`. */
    moved: (index: number): void => {
      wanted.current = { index, pressed: document.activeElement }
    },
    /** Call before the item at `index` goes. */
    removed: (index: number): void => {
      wanted.current = { index, pressed: null }
    },
  }
}
