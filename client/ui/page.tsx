/**
 * The frame of every page: the one h1, the title of the window, and the focus that goes to the
 * h1 when a person arrives by a link. The first page of a visit leaves the focus to the browser.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Language } from '../../shared/names.ts'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { place } from './navigation.ts'

export function Page(props: {
  /** Null while it is not known yet. */
  title: string | null
  /** The language of the title, where it isn't the page's. */
  lang?: Language | undefined
  /** Where this page belongs. */
  back?: { href: string; label: string; lang?: Language | undefined }
  /** Stands under the h1: one sentence of state. */
  lead?: ComponentChildren
  /** The acts of the page. */
  actions?: ComponentChildren
  /** `wide` for tables and texts side by side. */
  width?: 'text' | 'wide'
  children?: ComponentChildren
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isKnown = props.title !== null
  useEffect(() => {
    document.title = t('common.page-title', { page: props.title ?? t('common.loading') })
  })
  useEffect(() => {
    if (isKnown && place.peek().arrivals > 0) heading.current?.focus({ preventScroll: true })
  }, [isKnown])
  return (
    <div class={`page page-${props.width ?? 'text'}`}>
      <div class="page-head">
        {props.back && (
          <a class="back" href={props.back.href} lang={props.back.lang}>
            <Icon name="left" /> {props.back.label}
          </a>
        )}
        <h1 tabIndex={-1} ref={heading} lang={props.lang}>
          {props.title ?? t('common.loading')}
        </h1>
        {props.lead && <div class="lead">{props.lead}</div>}
        {props.actions && <div class="actions">{props.actions}</div>}
      </div>
      {props.children}
    </div>
  )
}
