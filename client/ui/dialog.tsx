/**
 * A native modal dialog: the browser keeps the focus inside, closes on Escape and makes the
 * rest inert. The focus is never nowhere while it is open, and when it goes, returns to what
 * had it before.
 */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { useUniqueId } from './unique-id.ts'

export function Dialog(props: {
  title: string
  /** Asked for by Escape or the close button; the caller takes the dialog away. */
  onClose: () => void
  children: ComponentChildren
  width?: 'text' | 'wide'
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useUniqueId()
  useLayoutEffect(() => {
    const element = dialog.current
    if (element === null) return
    const opener = document.activeElement
    openModal(element)
    // A button that does its work and goes away would leave the focus nowhere; the title takes it.
    const watching = new MutationObserver(() => {
      if (document.activeElement === document.body) element.querySelector('h2')?.focus()
    })
    watching.observe(element, { childList: true, subtree: true })
    return () => {
      watching.disconnect()
      element.close?.()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class={`dialog dialog-${props.width ?? 'text'}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
    >
      <div class="dialog-head">
        <h2 id={titleId} tabIndex={-1}>
          {props.title}
        </h2>
        <button
          type="button"
          class="button button-quiet button-icon"
          aria-label={t('common.close')}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog-body">{props.children}</div>
    </dialog>
  )
}

function openModal(element: HTMLDialogElement): void {
  // jsdom has no showModal; there the dialog is only opened.
  if (typeof element.showModal === 'function') element.showModal()
  else element.setAttribute('open', '')
}
