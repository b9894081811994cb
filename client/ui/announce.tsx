/**
 * The two live regions of the page, which always exist: one status region, that begins with
 * the save state where there is one, and one alert region. Nothing else on any page may be a
 * live region, so what is said is said once.
 */
import { signal } from '@preact/signals'
import type { Language } from '../../shared/names.ts'
import { Icon, type IconName } from './icon.tsx'

export type StatusTone = 'good' | 'busy' | 'kept' | 'bad' | 'locked'

/** The state of the words on this page, worst first; its text begins as the screen contract says. */
export interface StatusLine {
  readonly text: string
  readonly tone: StatusTone
}

interface Message {
  readonly text: string
  readonly count: number
  readonly isShown: boolean
  readonly lang: Language | undefined
}

const EMPTY: Message = { text: '', count: 0, isShown: false, lang: undefined }

const statusLine = signal<StatusLine | null>(null)
const message = signal<Message>(EMPTY)
const alertMessage = signal<Message>(EMPTY)

/** Says something politely. `isShown: false` is for the ear alone, where the eye sees it happen anyway. */
export function announce(text: string, options: { isShown?: boolean; lang?: Language } = {}): void {
  message.value = nextMessage(message.value, text, options.isShown ?? true, options.lang)
}

/** Interrupts. Only for: locked under you, not saved, session ended, an act that failed. */
export function alertNow(text: string): void {
  alertMessage.value = nextMessage(alertMessage.value, text, true, undefined)
}

/** Sets the save state of this page, or takes it away. */
export function setStatusLine(line: StatusLine | null): void {
  statusLine.value = line
}

/** On a change of page: what was said there is not true of the new page. */
export function clearAnnouncements(): void {
  message.value = { ...EMPTY, count: message.value.count + 1 }
  alertMessage.value = { ...EMPTY, count: alertMessage.value.count + 1 }
  statusLine.value = null
}

const TONE_ICONS: Readonly<Record<StatusTone, IconName>> = {
  good: 'check',
  busy: 'clock',
  kept: 'device',
  bad: 'warning',
  locked: 'lock',
}

/** Stands once in the shell. The keys make the same words, said again, a new message. */
export function LiveRegions() {
  const line = statusLine.value
  return (
    <div class="live">
      <div role="status" aria-atomic="false" class="status">
        {line && (
          <span class={`status-line tone-${line.tone}`}>
            <Icon name={TONE_ICONS[line.tone]} /> <span>{line.text}</span>
          </span>
        )}
        <Said message={message.value} className="status-message" />
      </div>
      <div role="alert" class="alert">
        <Said message={alertMessage.value} className="alert-message" />
      </div>
    </div>
  )
}

function Said(props: { message: Message; className: string }) {
  const { text, count, isShown, lang } = props.message
  if (text === '') return null
  return (
    <span key={count} class={isShown ? props.className : 'visually-hidden'} lang={lang}>
      {text}
    </span>
  )
}

function nextMessage(before: Message, text: string, isShown: boolean, lang: Language | undefined): Message {
  return { text, count: before.count + 1, isShown, lang }
}
