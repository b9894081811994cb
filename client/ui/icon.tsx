/** A few pictures, drawn in the page so that they follow the text's colour and size. Never alone: a word stands beside each. */
export type IconName = keyof typeof PATHS

const PATHS = {
  pencil: 'M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3',
  eye: 'M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12zM12 15a3 3 0 100-6 3 3 0 000 6z',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 016 0v3',
  check: 'M5 13l4 4L19 7',
  clock: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2',
  device: 'M8 3h8a1 1 0 011 1v16a1 1 0 01-1 1H8a1 1 0 01-1-1V4a1 1 0 011-1zM11 18h2',
  warning: 'M12 4L2.5 20h19L12 4zM12 10v4M12 17v.5',
  seal: 'M12 21a9 9 0 100-18 9 9 0 000 18zM8 12l3 3 5-6',
  people:
    'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.5a3.5 3.5 0 010 6M18 14.5c2.2.8 3.5 2.7 3.5 5.5',
  plus: 'M12 5v14M5 12h14',
  down: 'M6 9l6 6 6-6',
  left: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  search: 'M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L21 21',
  globe: 'M12 21a9 9 0 100-18 9 9 0 000 18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z',
} as const

export function Icon(props: { name: IconName; label?: string }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      focusable="false"
      {...(props.label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': props.label })}
    >
      <path d={PATHS[props.name]} />
    </svg>
  )
}
