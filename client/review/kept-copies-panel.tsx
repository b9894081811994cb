/**
 * The words that the server could not take, for their author: why, when, in which language; to
 * copy, to take away as a file, and to discard after being asked. They stand on this device only,
 * so nothing here lets them go without saying so.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Language } from '../../shared/names.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import type { KeptCopy } from '../net/kept-copies.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { copyText } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { t, tDateTime } from '../ui/language.ts'
import { KeptWords, wordsToTake } from './kept-words.tsx'

export interface ShownCopy {
  readonly copy: KeptCopy
  readonly language: Language
  /** Of the section: the file is named after it. */
  readonly title: string
  readonly discard: () => Promise<void>
}

export function KeptCopiesPanel(props: { copies: readonly ShownCopy[] }) {
  const [asked, setAsked] = useState<ShownCopy | null>(null)
  useFocusAfterDiscard(props.copies.length)
  if (props.copies.length === 0) return null
  const newestFirst = [...props.copies].sort((a, b) => b.copy.at - a.copy.at)
  return (
    <section class="kept-copies" aria-labelledby="kept-copies-title">
      <h2 id="kept-copies-title" tabIndex={-1}>
        <Icon name="device" /> {t('section.kept.title')}
      </h2>
      <p>{t('section.kept.explain')}</p>
      <ul class="cards">
        {newestFirst.map((shown) => (
          <KeptCopyCard key={shown.copy.id} shown={shown} onDiscard={() => setAsked(shown)} />
        ))}
      </ul>
      {asked !== null && (
        <DiscardDialog
          onClose={() => setAsked(null)}
          onDiscard={() => {
            setAsked(null)
            void asked.discard().then(() => announce(t('section.kept.discarded')))
          }}
        />
      )}
    </section>
  )
}

/** The button that asked goes with its copy: the focus then goes to what is left, or to the title of the page. */
function useFocusAfterDiscard(count: number): void {
  const before = useRef(count)
  useLayoutEffect(() => {
    const isFewer = count < before.current
    before.current = count
    if (!isFewer || document.activeElement !== document.body) return
    const next = document.querySelector<HTMLElement>('#kept-copies-title') ?? document.querySelector('h1')
    next?.focus()
  }, [count])
}

function KeptCopyCard(props: { shown: ShownCopy; onDiscard: () => void }) {
  const { copy, language, title } = props.shown
  const words = wordsToTake(copy)
  const copyWords = async (): Promise<void> => {
    announce(t((await copyText(words)) ? 'section.kept.copied' : 'section.kept.copy-failed'))
  }
  return (
    <li class="card">
      <p class="hint">
        {t('section.kept.item', { language: t(`section.language.${language}`), date: tDateTime(copy.at) })} ·{' '}
        {keptReason(copy.reason)}
      </p>
      <KeptWords copy={copy} language={language} />
      <div class="actions">
        <Button kind="primary" onClick={() => void copyWords()}>
          {t('section.kept.copy')}
        </Button>
        <a class="button button-plain" href={fileAddress(words)} download={keptFileName(title, language, copy.at)}>
          <Icon name="file" /> <span>{t('section.kept.download')}</span>
        </a>
        <Button kind="danger" onClick={props.onDiscard}>
          {t('section.kept.discard')}
        </Button>
      </div>
    </li>
  )
}

function DiscardDialog(props: { onClose: () => void; onDiscard: () => void }) {
  return (
    <Dialog title={t('section.kept.discard.title')} onClose={props.onClose}>
      <p>{t('section.kept.discard.explain')}</p>
      <div class="actions">
        <Button kind="danger" onClick={props.onDiscard}>
          {t('section.kept.discard.confirm')}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}

/** The reasons that have their own words; a refusal that is rarer says only that it was one. */
const WORDED = [
  'section-locked',
  'section-in-review',
  'may-not-edit',
  'statement-final',
  'lineage-changed',
  'client-id-taken',
] as const

/** Why the words were not taken, as a sentence. */
export function keptReason(reason: RefusalCode): string {
  const worded = WORDED.find((code) => code === reason)
  return t(worded === undefined ? 'section.kept.why.other' : `section.kept.why.${worded}`)
}

/** The byte order mark tells old text programs that this is UTF-8; without it Khmer opens as signs. */
function fileAddress(words: string): string {
  return `data:text/plain;charset=utf-8,${encodeURIComponent(`\uFEFF${words}\n`)}`
}

/** A name that every system takes, with the day, so that two copies don't overwrite each other unseen. */
export function keptFileName(title: string, language: Language, at: number): string {
  const clusters = new Intl.Segmenter('km').segment(title.replace(NOT_IN_FILE_NAMES, ' ').trim())
  const words = [...clusters]
    .slice(0, 60)
    .map(({ segment }) => segment)
    .join('')
  const time = new Date(at).toISOString().slice(0, 16).replace(/[T:]/g, '-')
  return `${words || 'Samaki'} ${language} ${time}.txt`
}

// oxlint-disable-next-line no-control-regex -- finding control characters is the point
const NOT_IN_FILE_NAMES = /[\u0000-\u001f\u200b\\/:*?"<>|]+/g
