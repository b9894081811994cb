import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import { useUniqueId } from './unique-id.ts'

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet'

/**
 * A button that, when it may not be used, stays reachable and says why: the reason stands
 * under it and is read with it. `why` is a sentence, or null when the act is allowed.
 */
export function Button(props: {
  children: ComponentChildren
  onClick?: () => void
  kind?: ButtonKind
  icon?: IconName
  type?: 'button' | 'submit'
  why?: string | null
  isBusy?: boolean
  /** Where what is seen is not enough to tell this button from its neighbours. */
  label?: string
  isPressed?: boolean
}) {
  const reasonId = useUniqueId()
  const why = props.why ?? null
  const isOff = why !== null || props.isBusy === true
  const button = (
    <button
      type={props.type ?? 'button'}
      class={`button button-${props.kind ?? 'plain'}`}
      aria-disabled={isOff ? 'true' : undefined}
      aria-describedby={why === null ? undefined : reasonId}
      aria-label={props.label}
      aria-pressed={props.isPressed}
      aria-busy={props.isBusy === true ? 'true' : undefined}
      onClick={(event) => {
        if (isOff) event.preventDefault()
        else props.onClick?.()
      }}
    >
      {props.icon && <Icon name={props.icon} />}
      <span>{props.children}</span>
    </button>
  )
  if (why === null) return button
  return (
    <span class="with-reason">
      {button}
      <span id={reasonId} class="reason">
        {why}
      </span>
    </span>
  )
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function LinkButton(props: {
  href: string
  children: ComponentChildren
  kind?: ButtonKind
  icon?: IconName
  download?: boolean
}) {
  return (
    <a class={`button button-${props.kind ?? 'plain'}`} href={props.href} download={props.download}>
      {props.icon && <Icon name={props.icon} />}
      <span>{props.children}</span>
    </a>
  )
}
