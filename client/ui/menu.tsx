import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'
import { nextIndex } from './roving.ts'
import { useUniqueId } from './unique-id.ts'

export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  /** A sentence why it may not be chosen now, or null. It is read with the item. */
  readonly why?: string | null
  readonly onChoose: () => void
}

/** A button that opens a menu: arrows between its items, Escape closes it and gives the focus back. */
export function Menu(props: {
  label: string
  /** What is heard in place of the label, where several menus of one page have the same. */
  name?: string
  items: readonly MenuItem[]
  icon?: IconName
}) {
  const id = useUniqueId()
  const root = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  const items = (): HTMLElement[] => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  const close = (): void => {
    setOpen(false)
    root.current?.querySelector('button')?.focus()
  }
  useEffect(() => {
    if (isOpen) items()[0]?.focus()
  }, [isOpen])
  return (
    <div
      class="menu"
      ref={root}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && root.current?.contains(event.relatedTarget))) setOpen(false)
      }}
      onKeyDown={(event) => {
        if (!isOpen) return
        if (event.key === 'Escape') {
          event.preventDefault()
          event.stopPropagation()
          close()
          return
        }
        const all = items()
        const to = nextIndex(
          event.key,
          all.findIndex((item) => item === document.activeElement),
          all.length,
        )
        if (to === null) return
        event.preventDefault()
        all[to]?.focus()
      }}
    >
      <button
        type="button"
        class="button button-plain"
        aria-haspopup="menu"
        aria-label={props.name}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {props.icon && <Icon name={props.icon} />}
        <span>{props.label}</span>
        <Icon name="down" />
      </button>
      <div id={id} role="menu" aria-label={props.name ?? props.label} class="menu-list" hidden={!isOpen}>
        {props.items.map((item, index) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            class="menu-item"
            aria-disabled={item.why ? 'true' : undefined}
            aria-describedby={item.why ? `${id}-${index}` : undefined}
            onClick={() => {
              if (item.why) return
              close()
              item.onChoose()
            }}
          >
            {item.icon && <Icon name={item.icon} />}
            <span>{item.label}</span>
            {item.why && (
              <span class="reason" id={`${id}-${index}`}>
                {item.why}
              </span>
            )}
          </button>
        ))}
      </div>
    </div>
  )
}
