/**
 * One text of a section: readable at once, as the server has it, then alive in the editor. A
 * locked or final one is a labelled region with numbered paragraphs, never an editor that does
 * not answer.
 */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { SectionSummary, StatementDetail } from '../../shared/api/statements.ts'
import { textsApi } from '../../shared/api/texts.ts'
import type { Language } from '../../shared/names.ts'
import { call, Outage } from '../net/api-client.ts'
import { Icon } from '../ui/icon.tsx'
import { t, tName } from '../ui/language.ts'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { TextBlocks } from '../ui/text-blocks.tsx'
import { askCounted } from './counted-words.ts'
import { LiveText } from './live-text.tsx'
import type { OpenText } from './open-texts.ts'

export function SectionText(props: {
  statement: StatementDetail
  section: SectionSummary
  sectionNumber: number
  text: SectionSummary['texts'][number]
  /** Null until the part of the program that merges has been loaded. */
  open: OpenText | null
}) {
  const { statement, section, sectionNumber, text, open } = props
  const label = textLabel(section, text.language)
  const isFrozen = section.state === 'locked' || statement.state === 'final'
  // A lock or an unlock puts other words before the reader, so the text is asked for anew.
  const onDisk = useRemote(
    (signal) => askCounted(text.id, () => call(textsApi.load, { id: text.id }, null, { signal })),
    `${text.id} ${section.state} ${section.revisionId ?? ''}`,
  )
  const place = useFocusKept(isFrozen)
  const isOffline = onDisk.state === 'failed' && onDisk.failure instanceof Outage
  const readable = (
    <RemoteView remote={onDisk}>
      {(value) => (
        <div role="region" aria-label={label} tabIndex={-1} class="readable-text">
          {isFrozen && (
            <p class="hint">
              <Icon name="lock" /> {t('section.words', { count: value.words })}
            </p>
          )}
          {value.words === 0 && <p class="hint">{t('section.empty')}</p>}
          <TextBlocks blocks={value.blocks} language={text.language} sectionNumber={sectionNumber} headingLevel={3} />
        </div>
      )}
    </RemoteView>
  )
  return (
    <section class="section-language" ref={place}>
      <h2 class="text-language">
        <span>{t(`section.language.${text.language}`)}</span>
        {text.language === statement.prevailingLanguage && statement.languages.length > 1 && (
          <span class="hint"> · {t('section.prevails')}</span>
        )}
      </h2>
      {open === null || isFrozen ? (
        readable
      ) : (
        // Without a line the device may have the text all the same, so nothing is said to have failed yet.
        <LiveText open={open} label={label}>
          {isOffline ? <p class="loading">{t('section.editor.loading')}</p> : readable}
        </LiveText>
      )}
    </section>
  )
}

/** The name that the text has in the accessibility tree, in the editor and when it is only read. */
function textLabel(section: SectionSummary, language: Language): string {
  return t(`section.text.${language}`, { title: tName(section.title) })
}

/**
 * When the section is locked under someone, the editor that had the focus goes. The focus then
 * stays where it was on the page, on the same words, and does not fall back to the top.
 */
function useFocusKept(isFrozen: boolean) {
  const place = useRef<HTMLElement>(null)
  const hadFocus = useRef(false)
  const wasFrozen = useRef(isFrozen)
  if (wasFrozen.current !== isFrozen) {
    wasFrozen.current = isFrozen
    hadFocus.current = place.current?.contains(document.activeElement) === true
  }
  // The words may be drawn twice, first without and then with what the server froze.
  useLayoutEffect(() => {
    if (!hadFocus.current) return
    const isElsewhere = document.activeElement !== document.body && !place.current?.contains(document.activeElement)
    if (isElsewhere) hadFocus.current = false
    else if (document.activeElement === document.body) {
      place.current?.querySelector<HTMLElement>('.readable-text, [role=textbox]')?.focus({ preventScroll: true })
    }
  })
  return place
}
