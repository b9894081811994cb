/** What waits for this person first, then all statements they take part in. */
import { signOffsApi } from '../../shared/api/signoffs.ts'
import { peopleApi } from '../../shared/api/people.ts'
import type { Me } from '../../shared/api/sessions.ts'
import { statementsApi, type StatementSummary } from '../../shared/api/statements.ts'
import { call } from '../net/api-client.ts'
import { me } from '../net/session.ts'
import { StateBadge } from '../ui/badge.tsx'
import { LinkButton } from '../ui/button.tsx'
import { langOf, t, tDate, tName } from '../ui/language.ts'
import { NO_NAME } from '../ui/name-fields.tsx'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { MissingList } from './missing-list.tsx'
import { needsOf, type StatementWithAnswers } from './needs.ts'
import { NeedsList } from './needs-list.tsx'
import { isUnnamed, OwnNameForm } from './own-name.tsx'
import { useReloadOnNotice } from './reload-on-notice.ts'

/** More statements than this at once are looked into one by one on their own pages. */
const LOOKED_INTO_COUNT = 8

interface HomeContent {
  readonly statements: readonly StatementSummary[]
  readonly active: readonly StatementWithAnswers[]
  readonly organisationCount: number
}

export function HomePage() {
  const person = me.value
  const content = useRemote(loadHome, 'home')
  useReloadOnNotice(content.reload, (notice) => notice.statementId !== undefined)
  const isCoordinator = person?.isCoordinator ?? false
  return (
    <Page
      title={t('home.title')}
      lead={person && <p>{t('home.hello', { name: tName(person.name) })}</p>}
      actions={
        isCoordinator && (
          <LinkButton href="/statements/new" icon="plus" kind="primary">
            {t('home.new-statement')}
          </LinkButton>
        )
      }
    >
      {person && isUnnamed(person.name) && <WhoAreYou person={person} />}
      <RemoteView remote={content}>
        {(home) =>
          home.statements.length === 0 ? (
            <NoStatements isCoordinator={isCoordinator} hasOrganisations={home.organisationCount > 0} />
          ) : (
            <HomeLists home={home} />
          )
        }
      </RemoteView>
    </Page>
  )
}

/** The very first person was created by the operator, who didn't say a name. */
function WhoAreYou(props: { person: Me }) {
  return (
    <section class="card" aria-labelledby="who-are-you">
      <h2 id="who-are-you">{t('home.who-are-you')}</h2>
      <p>{t('home.who-are-you-why', { name: tName(props.person.name) })}</p>
      <OwnNameForm person={props.person} begin={NO_NAME} onDone={() => undefined} />
    </section>
  )
}

function HomeLists(props: { home: HomeContent }) {
  const { statements, active } = props.home
  const mayActFor = me.value?.organisations.filter((one) => one.mayActFor).map((one) => one.id) ?? []
  const coordinated = active.map((one) => one.statement).filter((statement) => statement.part === 'coordinator')
  return (
    <>
      <section aria-labelledby="needs-you">
        <h2 id="needs-you">{t('home.needs-you')}</h2>
        <NeedsList needs={needsOf(active, mayActFor)} />
      </section>
      {coordinated.length > 0 && <MissingList statements={coordinated} />}
      <section aria-labelledby="all-statements">
        <h2 id="all-statements">{t('home.all-statements')}</h2>
        <ul class="cards">
          {statements.map((statement) => (
            <StatementCard key={statement.id} statement={statement} />
          ))}
        </ul>
      </section>
    </>
  )
}

function StatementCard(props: { statement: StatementSummary }) {
  const { statement } = props
  return (
    <li class="card statement-card">
      <h3>
        <a href={`/statements/${statement.id}`} lang={langOf(statement.title)}>
          {tName(statement.title)}
        </a>
      </h3>
      <p>
        <StateBadge state={statement.state} />{' '}
        <span>
          {statement.sections.total === 0
            ? t('statement.summary-no-sections')
            : t('home.sections-locked', { locked: statement.sections.locked, total: statement.sections.total })}
        </span>
        {statement.finalAt !== null && <span> · {t('home.final-since', { date: tDate(statement.finalAt) })}</span>}
        {statement.state === 'signing' && statement.signingUntil !== null && (
          <span> · {t('home.missing-deadline', { date: tDate(statement.signingUntil) })}</span>
        )}
      </p>
    </li>
  )
}

function NoStatements(props: { isCoordinator: boolean; hasOrganisations: boolean }) {
  return (
    <section class="empty">
      <h2>{t('home.empty')}</h2>
      {props.isCoordinator ? (
        <>
          <p>{t(props.hasOrganisations ? 'home.empty-coordinator' : 'home.empty-no-organisations')}</p>
          <LinkButton href={props.hasOrganisations ? '/statements/new' : '/organisations'} kind="primary">
            {t(props.hasOrganisations ? 'home.new-statement' : 'home.add-organisations')}
          </LinkButton>
        </>
      ) : (
        <p>{t('home.empty-other')}</p>
      )}
    </section>
  )
}

async function loadHome(signal: AbortSignal): Promise<HomeContent> {
  const [{ statements }, { organisations }] = await Promise.all([
    call(statementsApi.list, {}, null, { signal }),
    call(peopleApi.listOrganisations, {}, null, { signal }),
  ])
  const active = await Promise.all(
    statements
      .filter((statement) => statement.state !== 'final')
      .slice(0, LOOKED_INTO_COUNT)
      .map(async ({ id }) => {
        const [statement, { signOffs }] = await Promise.all([
          call(statementsApi.load, { id }, null, { signal }),
          call(signOffsApi.listOfStatement, { id }, null, { signal }),
        ])
        return { statement, signOffs }
      }),
  )
  return { statements, active, organisationCount: organisations.length }
}
