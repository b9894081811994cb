/** Everybody who can sign in, for whom they act, and inviting them. */
import { useState } from 'preact/hooks'
import type { PersonSummary } from '../../shared/api/people.ts'
import type { OrganisationId } from '../../shared/ids.ts'
import {
  refuseChangePerson,
  refuseCreatePerson,
  refuseEndMembership,
  refuseEndPerson,
  refuseInvite,
  type PeopleActor,
} from '../../shared/people-permissions.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { me } from '../net/session.ts'
import { Button } from '../ui/button.tsx'
import { isFound } from '../ui/check-list.tsx'
import { CheckField, SEARCH, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { langOf, sortByName, t, tDate, tName, tRefusal } from '../ui/language.ts'
import { Menu } from '../ui/menu.tsx'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote, type Remote } from '../ui/remote.tsx'
import { EndAccessDialog, LeaveDialog } from './ending-dialogs.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import {
  countCoordinators,
  currentOrganisations,
  loadPeople,
  peopleActor,
  personFacts,
  type PeopleContent,
} from './people-content.ts'
import { PersonDialog } from './person-dialog.tsx'

type Open =
  | { readonly what: 'nothing' | 'new' }
  | { readonly what: 'change' | 'invite' | 'end'; readonly person: PersonSummary }
  | { readonly what: 'leave'; readonly person: PersonSummary; readonly organisationId: OrganisationId }

export function PeoplePage() {
  const content = useRemote(loadPeople, 'people')
  return (
    <Page title={t('common.people')} lead={<p>{t('people.people-lead')}</p>} width="wide">
      <RemoteView remote={content}>{(value) => <People content={value} remote={content} />}</RemoteView>
    </Page>
  )
}

function People(props: { content: PeopleContent; remote: Remote<PeopleContent> }) {
  const { content, remote } = props
  const [words, setWords] = useState('')
  const [showsEnded, setShowsEnded] = useState(false)
  const [open, setOpen] = useState<Open>({ what: 'nothing' })
  const actor = peopleActor(content)
  const refusal: RefusalCode | null =
    actor === null
      ? 'not-signed-in'
      : refuseCreatePerson(actor, { isCoordinator: false, organisationIds: actor.focalOf })
  const close = (): void => setOpen({ what: 'nothing' })
  const done = (): void => {
    close()
    remote.reload()
  }
  const hasEnded = content.people.some((person) => person.endedAt !== null)
  const shown = sortByName(content.people)
    .filter((person) => showsEnded || person.endedAt === null)
    .filter((person) => isPersonFound(person, content, words))
  return (
    <>
      <div class="actions">
        <Button kind="primary" icon="plus" why={refusal && tRefusal(refusal)} onClick={() => setOpen({ what: 'new' })}>
          {t('people.new-person')}
        </Button>
      </div>
      {content.organisations.length === 0 && <p class="note">{t('people.people-empty-organisations')}</p>}
      {content.people.length > 6 && (
        <TextField label={t('people.search-people')} kind={SEARCH} value={words} onInput={setWords} />
      )}
      {hasEnded && <CheckField label={t('people.show-ended')} isChecked={showsEnded} onChange={setShowsEnded} />}
      {content.people.length === 0 && <p class="empty">{t('people.people-empty')}</p>}
      <section aria-labelledby="people">
        <h2 id="people">{t('people.people-count', { count: shown.length })}</h2>
        {shown.length === 0 && words !== '' && <p class="hint">{t('common.nothing-found', { words })}</p>}
        <ul class="cards card-grid">
          {shown.map((person) => (
            <PersonCard key={person.id} person={person} content={content} actor={actor} onOpen={setOpen} />
          ))}
        </ul>
      </section>
      {open.what === 'new' && (
        <PersonDialog
          content={content}
          person={null}
          onClose={close}
          onDone={(created) => {
            remote.reload()
            setOpen(created === null ? { what: 'nothing' } : { what: 'invite', person: created })
          }}
        />
      )}
      {open.what === 'change' && <PersonDialog content={content} person={open.person} onClose={close} onDone={done} />}
      {open.what === 'invite' && <InviteDialog content={content} person={open.person} onClose={close} />}
      {open.what === 'leave' && (
        <LeaveDialog
          person={open.person}
          organisation={content.organisations.find((one) => one.id === open.organisationId)}
          onClose={close}
          onDone={done}
        />
      )}
      {open.what === 'end' && <EndAccessDialog person={open.person} onClose={close} onDone={done} />}
    </>
  )
}

function PersonCard(props: {
  person: PersonSummary
  content: PeopleContent
  actor: PeopleActor | null
  onOpen: (open: Open) => void
}) {
  const { person, content } = props
  const organisations = content.organisations.filter((one) => currentOrganisations(person).includes(one.id))
  return (
    <li class="card">
      <h3>
        <span lang={langOf(person.name)}>{tName(person.name)}</span>
        {me.value?.id === person.id && <span class="hint"> ({t('people.you')})</span>}
      </h3>
      <p>
        {person.isCoordinator && (
          <span class="badge badge-open">
            <Icon name="people" /> {t('people.coordinator')}
          </span>
        )}{' '}
        {organisations.length === 0 && !person.isCoordinator ? (
          <span class="hint">{t('people.no-organisation')}</span>
        ) : (
          organisations.map((organisation) => (
            <span key={organisation.id} class="listed" lang={langOf(organisation.name)}>
              {tName(organisation.name)}
            </span>
          ))
        )}
      </p>
      {person.email && <p class="hint">{person.email}</p>}
      {person.endedAt !== null && (
        <p class="lacking">{t('people.access-ended-since', { date: tDate(person.endedAt) })}</p>
      )}
      {props.actor !== null && person.endedAt === null && <PersonActs {...props} actor={props.actor} />}
    </li>
  )
}

/** What this person may do with that one. Who may do nothing sees no buttons for it. */
function PersonActs(props: {
  person: PersonSummary
  content: PeopleContent
  actor: PeopleActor
  onOpen: (open: Open) => void
}) {
  const { person, content, actor, onOpen } = props
  const facts = personFacts(person, content)
  const coordinators = countCoordinators(content.people)
  const name = tName(person.name)
  const why = (code: RefusalCode | null): string | null => code && tRefusal(code)
  const invite = refuseInvite(actor, facts, false)
  const change = refuseChangePerson(
    actor,
    facts,
    { isOnlyNameOrLanguage: !actor.isCoordinator, endsCoordinating: false },
    coordinators,
  )
  const end = refuseEndPerson(actor, facts, coordinators)
  const leaving = facts.organisationIds.map((organisationId) => {
    const organisation = content.organisations.find((one) => one.id === organisationId)
    return {
      label: t('people.leave-title', { name, organisation: tName(organisation?.name ?? {}) }),
      why: why(refuseEndMembership(actor, facts, organisationId, coordinators)),
      onChoose: () => onOpen({ what: 'leave', person, organisationId }),
    }
  })
  const items = [
    ...leaving,
    { label: t('people.end-access'), why: why(end), onChoose: () => onOpen({ what: 'end', person }) },
  ]
  const mayAny = [invite, change].some((code) => code === null) || items.some((item) => item.why === null)
  if (!mayAny) return null
  return (
    <div class="actions">
      {invite === null && (
        <Button label={t('people.invite-person', { name })} onClick={() => onOpen({ what: 'invite', person })}>
          {t('people.invite')}
        </Button>
      )}
      {change === null && (
        <Button
          kind="quiet"
          label={t('people.change-person', { name })}
          onClick={() => onOpen({ what: 'change', person })}
        >
          {t('common.change')}
        </Button>
      )}
      <Menu label={t('common.more')} name={t('people.acts', { name })} items={items} />
    </div>
  )
}

function isPersonFound(person: PersonSummary, content: PeopleContent, words: string): boolean {
  if (isFound(person.name, words)) return true
  const own = currentOrganisations(person)
  return content.organisations.some((one) => own.includes(one.id) && isFound(one.name, words))
}
