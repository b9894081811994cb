/**
 * A toolbar with one stop for the Tab key: arrows, Home and End go between its controls, also
 * to those that may not be used now, so that their reason can be heard.
 */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { nextIndex } from './roving.ts'

export function Toolbar(props: {
  label: string
  children: ComponentChildren
  /** The id of what the tools act on. */
  controls?: string
  /** Escape in the toolbar: back to where the person came from. */
  onEscape?: () => void
}) {
  const bar = useRef<HTMLDivElement>(null)
  // After every drawing, because a control may have come, gone or been hidden.
  useLayoutEffect(() => keepOneStop(toolsOf(bar.current)))
  return (
    <div
      ref={bar}
      class="toolbar"
      role="toolbar"
      aria-label={props.label}
      aria-controls={props.controls}
      onFocusIn={(event) => {
        if (event.target instanceof HTMLElement) keepOneStop(toolsOf(bar.current), event.target)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.onEscape) {
          event.preventDefault()
          props.onEscape()
          return
        }
        // Up and down belong to a select; it is left to the right and left.
        if (event.target instanceof HTMLSelectElement && /^Arrow(Up|Down)$/.test(event.key)) return
        const tools = toolsOf(bar.current)
        const to = nextIndex(
          event.key,
          tools.findIndex((tool) => tool === document.activeElement),
          tools.length,
        )
        if (to === null) return
        event.preventDefault()
        tools[to]?.focus()
      }}
    >
      {props.children}
    </div>
  )
}

function toolsOf(bar: HTMLElement | null): HTMLElement[] {
  return [...(bar?.querySelectorAll<HTMLElement>('button, select, a[href]') ?? [])].filter(
    (tool) => tool.closest('[hidden], [role=menu]') === null,
  )
}

function keepOneStop(tools: readonly HTMLElement[], wanted?: HTMLElement): void {
  const stop = tools.find((tool) => tool === wanted) ?? tools.find((tool) => tool.tabIndex === 0) ?? tools[0]
  for (const tool of tools) tool.tabIndex = tool === stop ? 0 : -1
}
