/** Signing: all locked sections of a statement on one page, read and answered for an organisation in one act. */
import { useRef } from 'preact/hooks'
import type { StatementDetail } from '../../shared/api/statements.ts'
import { me } from '../net/session.ts'
import { loadAsked, sectionNumber, type Asked } from '../signoffs/asked.ts'
import { FrozenSection } from '../signoffs/frozen-section.tsx'
import { Signing } from '../signoffs/signing.tsx'
import { NoMandate, signersOf } from '../signoffs/who-signs.tsx'
import { LinkButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { langOf, t, tDate, tName } from '../ui/language.ts'
import type { PageProps } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { useReloadOnNotice } from './reload-on-notice.ts'
import '../styles/signing.css'

export function SignOffPage({ params }: PageProps) {
  const statementId = params.id ?? ''
  const asked = useRemote((signal) => loadAsked(statementId, signal), statementId)
  useReloadOnNotice(asked.reload, (notice) => notice.statementId === statementId)
  const statement = asked.state === 'ready' ? asked.value.statement : null
  return (
    <Page
      title={t('signoff.title')}
      width="wide"
      back={{
        href: `/statements/${statementId}`,
        label: statement === null ? t('signoff.back') : tName(statement.title),
        lang: statement === null ? undefined : langOf(statement.title),
      }}
      lead={statement && <Lead statement={statement} />}
    >
      <RemoteView remote={asked}>{(value) => <Content asked={value} onChanged={asked.reload} />}</RemoteView>
    </Page>
  )
}

function Lead(props: { statement: StatementDetail }) {
  const { statement } = props
  const locked = statement.sections.filter((section) => section.state === 'locked').length
  if (locked === 0) return null
  return (
    <>
      <p>{t('signoff.intro')}</p>
      {statement.state === 'final' && <p>{t('signoff.final')}</p>}
      {statement.state !== 'final' && statement.signingUntil !== null && (
        <p>
          <Icon name="clock" /> {t('signoff.until', { date: tDate(statement.signingUntil) })}
        </p>
      )}
      {locked < statement.sections.length && (
        <p>{t('signoff.some-locked', { locked, total: statement.sections.length })}</p>
      )}
    </>
  )
}

function Content(props: { asked: Asked; onChanged: () => void }) {
  const { asked } = props
  const person = me.value
  // Once someone has begun to answer, an unlock takes the text away but not the words they typed.
  const hasBegun = useRef(false)
  if (asked.revisions.length === 0 && !hasBegun.current) {
    return (
      <section class="empty">
        <p>{t('signoff.none-locked')}</p>
        <LinkButton kind="primary" href={`/statements/${asked.statement.id}`}>
          {t('signoff.back')}
        </LinkButton>
      </section>
    )
  }
  if (person !== null && signersOf(person, asked.statement).length > 0) {
    hasBegun.current = true
    return <Signing asked={asked} me={person} onChanged={props.onChanged} />
  }
  return (
    <>
      {person !== null && <NoMandate me={person} statement={asked.statement} names={asked.names} />}
      <section class="frozen-sections">
        <h2>{t('signoff.read')}</h2>
        {asked.revisions.map((checked) => (
          <FrozenSection
            key={checked.revision.sectionId}
            checked={checked}
            sectionNumber={sectionNumber(asked.statement, checked.revision.sectionId)}
            headingLevel={3}
          />
        ))}
      </section>
    </>
  )
}
