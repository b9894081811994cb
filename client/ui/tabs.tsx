import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { Language } from '../../shared/names.ts'
import { nextIndex } from './roving.ts'
import { useUniqueId } from './unique-id.ts'

export interface Tab<Name extends string> {
  readonly name: Name
  readonly label: string
  readonly lang?: Language | undefined
}

/**
 * Tabs as the ARIA pattern has them: one stop for the Tab key, arrows between the tabs, and the
 * panel named by its tab. All panels stay in the page (`children` is asked for each), so what
 * is typed in one is there when one comes back.
 */
export function Tabs<Name extends string>(props: {
  label: string
  tabs: readonly Tab<Name>[]
  selected: Name
  onSelect: (name: Name) => void
  children: (name: Name) => ComponentChildren
}) {
  const id = useUniqueId()
  const list = useRef<HTMLDivElement>(null)
  const select = (index: number): void => {
    const tab = props.tabs[index]
    if (tab === undefined) return
    props.onSelect(tab.name)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus()
  }
  return (
    <div class="tabs">
      <div
        role="tablist"
        aria-label={props.label}
        ref={list}
        onKeyDown={(event) => {
          const from = props.tabs.findIndex((tab) => tab.name === props.selected)
          const to = nextIndex(event.key, from, props.tabs.length)
          if (to === null) return
          event.preventDefault()
          select(to)
        }}
      >
        {props.tabs.map((tab, index) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-tab-${tab.name}`}
            aria-controls={`${id}-panel-${tab.name}`}
            aria-selected={tab.name === props.selected}
            tabIndex={tab.name === props.selected ? 0 : -1}
            lang={tab.lang}
            onClick={() => select(index)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {props.tabs.map((tab) => (
        <div
          key={tab.name}
          role="tabpanel"
          id={`${id}-panel-${tab.name}`}
          aria-labelledby={`${id}-tab-${tab.name}`}
          hidden={tab.name !== props.selected}
        >
          {props.children(tab.name)}
        </div>
      ))}
    </div>
  )
}
