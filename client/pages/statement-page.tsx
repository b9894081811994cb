/** One statement: how far it is in one sentence, its sections in a table, and what may be done with it. */
import { useState } from 'preact/hooks'
import type { StatementDetail } from '../../shared/api/statements.ts'
import { me } from '../net/session.ts'
import { SignOffProgressTable } from '../signoffs/progress-table.tsx'
import { StateBadge } from '../ui/badge.tsx'
import { LinkButton } from '../ui/button.tsx'
import { langOf, t, tDate, tName } from '../ui/language.ts'
import type { PageProps } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { useReloadOnNotice } from './reload-on-notice.ts'
import { SectionsTable } from './sections-table.tsx'
import { StatementActs } from './statement-acts.tsx'
import { loadStatement } from './statement-content.ts'
import { StatementProgress } from './statement-progress.tsx'

export function StatementPage(props: PageProps) {
  const id = props.params.id ?? ''
  const content = useRemote((signal) => loadStatement(id, signal), id)
  useReloadOnNotice(content.reload, (notice) => notice.statementId === id)
  const statement = content.state === 'ready' ? content.value.statement : null
  return (
    <Page
      title={titleOf(statement, content.state)}
      lang={statement === null ? undefined : langOf(statement.title)}
      back={{ href: '/', label: t('home.to-statements') }}
      lead={statement && <Lead statement={statement} />}
      actions={statement && <Links statement={statement} />}
      width="wide"
    >
      <RemoteView remote={content}>
        {(value) => (
          <>
            {value.statement.part === 'coordinator' && (
              <StatementActs
                content={value}
                onChange={(changed) => content.set({ ...value, statement: changed })}
                onReload={content.reload}
              />
            )}
            <SectionsTable content={value} onReload={content.reload} />
            <StatementProgress statement={value.statement} />
            {value.statement.sections.length > 0 && <Answers statement={value.statement} />}
          </>
        )}
      </RemoteView>
    </Page>
  )
}

function titleOf(statement: StatementDetail | null, state: string): string | null {
  if (statement !== null) return tName(statement.title)
  return state === 'failed' ? t('common.not-loaded') : null
}

function Lead(props: { statement: StatementDetail }) {
  const { statement } = props
  return (
    <>
      <p>
        <StateBadge state={statement.state} /> {summaryOf(statement)}
      </p>
      <p class="hint">
        {t(statement.prevailingLanguage === 'en' ? 'statement.prevails-en' : 'statement.prevails-km')}
        {statement.state === 'signing' && statement.signingUntil !== null && (
          <> {t('statement.deadline', { date: tDate(statement.signingUntil) })}</>
        )}
        {statement.copiedFrom !== null && (
          <>
            {' '}
            {t('statement.copied-from')}{' '}
            <a href={`/statements/${statement.copiedFrom}`}>{t('statement.copied-from-link')}</a>
          </>
        )}
      </p>
    </>
  )
}

function summaryOf(statement: StatementDetail): string {
  const { asked, signed } = statement.signedOrganisations
  const total = statement.sections.length
  if (statement.finalAt !== null) {
    return t('statement.summary-final', { date: tDate(statement.finalAt), total, signed, asked })
  }
  if (total === 0) return t('statement.summary-no-sections')
  const locked = statement.sections.filter((section) => section.state === 'locked').length
  return t('statement.summary', { locked, total, signed, asked })
}

function Links(props: { statement: StatementDetail }) {
  const { statement } = props
  const path = `/statements/${statement.id}`
  const organisations = me.value?.organisations ?? []
  const maySign = organisations.some((one) => one.mayActFor && statement.participantIds.includes(one.id))
  const hasLocked = statement.sections.some((section) => section.state === 'locked')
  return (
    <>
      {maySign && hasLocked && (
        <LinkButton href={`${path}/sign-off`} kind="primary" icon="seal">
          {t('statement.sign-off')}
        </LinkButton>
      )}
      <LinkButton href={`${path}/read`} icon="eye">
        {t('statement.read-all')}
      </LinkButton>
      <LinkButton href={`${path}/export`} icon="file">
        {t('statement.export')}
      </LinkButton>
      <LinkButton href={`${path}/audit`} kind="quiet">
        {t('statement.audit')}
      </LinkButton>
    </>
  )
}

/** Organisations × sections is asked for only when somebody wants to see it. */
function Answers(props: { statement: StatementDetail }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{t('statement.answers')}</h2>
      <details class="disclosure" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('statement.answers-show')}</summary>
        {isOpen && <SignOffProgressTable statement={props.statement} />}
      </details>
    </section>
  )
}
