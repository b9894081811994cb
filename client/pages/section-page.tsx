/**
 * One section: what its state means for this person, its texts, who is here, what was kept, and
 * the acts of those who lead it. What others change arrives by notices, is said once, and moves
 * neither focus nor caret.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { statementsApi, type SectionSummary, type StatementDetail } from '../../shared/api/statements.ts'
import type { PersonId } from '../../shared/ids.ts'
import { call } from '../net/api-client.ts'
import { me } from '../net/session.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { alertNow, announce } from '../ui/announce.tsx'
import { StateBadge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { langOf, t, tDateTime, tName } from '../ui/language.ts'
import type { PageProps } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { LanguagePanels } from './language-panels.tsx'
import { LiveSection } from './live-section.tsx'
import type { OpenTexts } from './open-texts.ts'
import { useReloadOnNotice } from './reload-on-notice.ts'
import { SectionActs } from './section-acts.tsx'
import { neighbours, sectionMeaning } from './section-standing.ts'
import { SectionText } from './section-text.tsx'
import '../styles/section.css'

export function SectionPage({ params }: PageProps) {
  const statementId = params.id ?? ''
  const sectionId = params.sectionId ?? ''
  const loaded = useRemote((signal) => call(statementsApi.load, { id: statementId }, null, { signal }), statementId)
  useReloadOnNotice(loaded.reload, (notice) => notice.statementId === statementId)
  const own = useRef(false)
  const statement = loaded.state === 'ready' ? loaded.value : null
  const section = statement?.sections.find((one) => one.id === sectionId) ?? null
  const back = {
    href: `/statements/${statementId}`,
    label: statement === null ? t('section.back') : tName(statement.title),
    lang: statement === null ? undefined : langOf(statement.title),
  }
  if (statement === null || section === null) {
    return (
      <Page title={loaded.state === 'loading' ? null : t('common.not-loaded')} back={back}>
        <RemoteView remote={loaded}>{() => <p class="empty">{t('section.missing')}</p>}</RemoteView>
      </Page>
    )
  }
  return (
    <Page
      title={tName(section.title)}
      lang={langOf(section.title)}
      width="wide"
      back={back}
      lead={<Lead statement={statement} section={section} />}
      actions={
        <>
          <SectionActs
            statement={statement}
            section={section}
            onDone={() => {
              own.current = true
              loaded.reload()
            }}
          />
          {section.state === 'locked' && (
            <LinkButton href={`/statements/${statementId}/sign-off`} icon="seal">
              {t('section.act.sign-off')}
            </LinkButton>
          )}
        </>
      }
    >
      <SectionBody statement={statement} section={section} own={own} reload={loaded.reload} />
      <WayOn statement={statement} section={section} />
    </Page>
  )
}

function Lead(props: { statement: StatementDetail; section: SectionSummary }) {
  const { statement, section } = props
  const meaning = sectionMeaning(statement, section)
  const { number } = neighbours(statement, section.id)
  return (
    <>
      <p class="section-state">
        <StateBadge state={section.state} />{' '}
        <span class="hint">{t('section.place', { number, total: statement.sections.length })}</span>
      </p>
      <p>{meaningSentence(meaning)}</p>
      {section.lastChange?.reason && (
        <p class="hint">{t('section.last-change', { reason: section.lastChange.reason })}</p>
      )}
    </>
  )
}

function meaningSentence(meaning: ReturnType<typeof sectionMeaning>): string {
  switch (meaning.kind) {
    case 'locked':
      return t('section.means.locked', { date: meaning.at === null ? '—' : tDateTime(meaning.at) })
    case 'other-language':
      return t('section.means.other-language', { language: t(`section.language.${meaning.language}`) })
    case 'edit':
    case 'review-edit':
    case 'review':
    case 'others':
    case 'final':
      return t(`section.means.${meaning.kind}`)
  }
}

function SectionBody(props: {
  statement: StatementDetail
  section: SectionSummary
  /** True from an act of this person until its change has been told. */
  own: { current: boolean }
  reload: () => void
}) {
  const { statement, section, reload } = props
  const { open, failure, retry } = useOpenTexts(section, me.value?.id ?? null)
  const { number } = neighbours(statement, section.id)
  useStateTold(section, props.own)
  return (
    <>
      {open !== null && <LiveSection open={open} section={section} reload={reload} />}
      {failure && (
        <p class="note note-bad">
          <Icon name="warning" /> <span>{t('section.editor.failed')}</span>{' '}
          <Button onClick={retry}>{t('section.reload')}</Button>
        </p>
      )}
      <LanguagePanels languages={section.texts.map((text) => text.language)}>
        {(language) => {
          const text = section.texts.find((one) => one.language === language)
          if (text === undefined) return null
          return (
            <SectionText
              statement={statement}
              section={section}
              sectionNumber={number}
              text={text}
              open={open?.texts.find((one) => one.id === text.id) ?? null}
            />
          )
        }}
      </LanguagePanels>
    </>
  )
}

/** Opens the texts when the page can already be read; closes them, words written out, when it goes. */
function useOpenTexts(
  section: SectionSummary,
  personId: PersonId | null,
): { open: OpenTexts | null; failure: boolean; retry: () => void } {
  const [open, setOpen] = useState<OpenTexts | null>(null)
  const [failure, setFailure] = useState(false)
  const [round, setRound] = useState(0)
  const texts = section.texts.map(({ id, language }) => ({ id, language }))
  useEffect(() => {
    if (personId === null) return
    let opened: OpenTexts | null = null
    let isGone = false
    setFailure(false)
    import('./open-texts.ts').then(
      ({ openTexts }) => {
        if (isGone) return
        opened = openTexts(personId, texts)
        setOpen(opened)
      },
      // A thin line may not bring the program; the text can still be read, and the person asked.
      () => setFailure(true),
    )
    return () => {
      isGone = true
      setOpen(null)
      void opened?.close()
    }
  }, [personId, texts.map(({ id }) => id).join(' '), round])
  return { open, failure, retry: () => setRound((before) => before + 1) }
}

/**
 * Says a change of state once; loudly only to whoever could write a moment ago and cannot now,
 * and did not bring that about themselves: their dialog says it.
 */
function useStateTold(section: SectionSummary, own: { current: boolean }): void {
  const before = useRef({ state: section.state, mayEdit: mayEditAny(section) })
  useEffect(() => {
    const { state, mayEdit } = before.current
    before.current = { state: section.state, mayEdit: mayEditAny(section) }
    if (state === section.state) return
    const words = t(`section.became.${section.state}`)
    const isOwnAct = own.current
    own.current = false
    const isLoud = mayEdit && !mayEditAny(section) && !isOwnAct
    // What was said of the state before is not true any more.
    announce(isLoud ? '' : words)
    if (isLoud) alertNow(words)
  }, [section.state])
}

function mayEditAny(section: SectionSummary): boolean {
  return section.texts.some((text) => text.mayEdit)
}

function WayOn(props: { statement: StatementDetail; section: SectionSummary }) {
  const { statement, section } = props
  const { previous, next } = neighbours(statement, section.id)
  const link = (to: SectionSummary, key: 'section.previous' | 'section.next') => (
    <a href={`/statements/${statement.id}/sections/${to.id}`} lang={langOf(to.title)}>
      {t(key, { title: tName(to.title) })}
    </a>
  )
  return (
    <nav class="way-on" aria-label={t('section.way-on')}>
      {previous !== null && link(previous, 'section.previous')}
      {next !== null && link(next, 'section.next')}
    </nav>
  )
}
