import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * The heading of a part of the page. It takes the focus whenever one more act has led here whose
 * own button is gone, so that nobody is left without a place.
 */
export function ArrivalHeading(props: { arrivals: number; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(0)
  useLayoutEffect(() => {
    if (props.arrivals > before.current) heading.current?.focus()
    before.current = props.arrivals
  }, [props.arrivals])
  return (
    <h2 tabIndex={-1} ref={heading}>
      {props.children}
    </h2>
  )
}
