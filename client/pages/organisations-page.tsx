/** Organisations and networks with their people, mandates and groups; and the working groups themselves. */
import { useState } from 'preact/hooks'
import type { OrganisationSummary } from '../../shared/api/people.ts'
import { refuseCoordinatePeople } from '../../shared/people-permissions.ts'
import { Button } from '../ui/button.tsx'
import { isFound } from '../ui/check-list.tsx'
import { SEARCH, TextField } from '../ui/field.tsx'
import { langOf, sortByName, t, tName, tRefusal } from '../ui/language.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote, type Remote } from '../ui/remote.tsx'
import { MandatesDialog } from './mandates-dialog.tsx'
import { OrganisationDialog } from './organisation-dialog.tsx'
import { loadPeople, membersOf, peopleActor, type PeopleContent } from './people-content.ts'
import { WorkingGroups } from './working-groups.tsx'

type Open =
  | { readonly what: 'nothing' | 'new' }
  | { readonly what: 'change' | 'mandates'; readonly organisation: OrganisationSummary }

export function OrganisationsPage() {
  const content = useRemote(loadPeople, 'people')
  return (
    <Page title={t('common.organisations')} lead={<p>{t('people.organisations-lead')}</p>} width="wide">
      <RemoteView remote={content}>{(value) => <Organisations content={value} remote={content} />}</RemoteView>
    </Page>
  )
}

function Organisations(props: { content: PeopleContent; remote: Remote<PeopleContent> }) {
  const { content, remote } = props
  const { organisations } = content
  const [words, setWords] = useState('')
  const [open, setOpen] = useState<Open>({ what: 'nothing' })
  const actor = peopleActor(content)
  const refusal = actor === null ? ('not-signed-in' as const) : refuseCoordinatePeople(actor)
  const close = (): void => setOpen({ what: 'nothing' })
  const done = (): void => {
    close()
    remote.reload()
  }
  const shown = sortByName(organisations).filter((organisation) => isFound(organisation.name, words))
  return (
    <>
      <div class="actions">
        <Button kind="primary" icon="plus" why={refusal && tRefusal(refusal)} onClick={() => setOpen({ what: 'new' })}>
          {t('people.new-organisation')}
        </Button>
      </div>
      {organisations.length > 6 && (
        <TextField label={t('people.search-organisations')} kind={SEARCH} value={words} onInput={setWords} />
      )}
      {organisations.length === 0 ? (
        <section class="empty">
          <h2>{t('people.organisations-empty')}</h2>
          <p>{t(refusal === null ? 'people.organisations-empty-next' : 'people.organisations-empty-other')}</p>
        </section>
      ) : (
        <section aria-labelledby="organisations">
          <h2 id="organisations">{t('people.organisations-count', { count: organisations.length })}</h2>
          {shown.length === 0 && <p class="hint">{t('common.nothing-found', { words })}</p>}
          <ul class="cards card-grid">
            {shown.map((organisation) => (
              <OrganisationCard
                key={organisation.id}
                organisation={organisation}
                content={content}
                mayCoordinate={refusal === null}
                onOpen={(what) => setOpen({ what, organisation })}
              />
            ))}
          </ul>
        </section>
      )}
      <WorkingGroups groups={content.groups} refusal={refusal} onChange={remote.reload} />
      {open.what === 'new' && (
        <OrganisationDialog content={content} organisation={null} onClose={close} onDone={done} />
      )}
      {open.what === 'change' && (
        <OrganisationDialog content={content} organisation={open.organisation} onClose={close} onDone={done} />
      )}
      {open.what === 'mandates' && <MandatesDialog content={content} organisation={open.organisation} onClose={done} />}
    </>
  )
}

function OrganisationCard(props: {
  organisation: OrganisationSummary
  content: PeopleContent
  mayCoordinate: boolean
  onOpen: (what: 'change' | 'mandates') => void
}) {
  const { organisation, content } = props
  const name = tName(organisation.name)
  const groups = content.groups.filter((group) => organisation.workingGroupIds.includes(group.id))
  const members = membersOf(organisation.id, content.people)
  const mandates = organisation.mandates
  return (
    <li class="card">
      <h3 lang={langOf(organisation.name)}>{name}</h3>
      <dl class="facts">
        {organisation.kind === 'network' && (
          <>
            <dt>{t('people.kind')}</dt>
            <dd>{t('people.kind-network')}</dd>
          </>
        )}
        <dt>{t('people.working-groups')}</dt>
        <dd>
          {groups.length === 0 ? (
            <span class="hint">{t('people.no-groups')}</span>
          ) : (
            groups.map((group) => (
              <span key={group.id} class="listed" lang={langOf(group.name)}>
                {tName(group.name)}
              </span>
            ))
          )}
        </dd>
        <dt>{t('people.members')}</dt>
        <dd>
          {members.length === 0 ? (
            <span class="hint">{t('people.no-members')}</span>
          ) : (
            members.map((person) => (
              <span key={person.id} class="listed" lang={langOf(person.name)}>
                {tName(person.name)}
              </span>
            ))
          )}
        </dd>
        {mandates !== undefined && (
          <>
            <dt>{t('people.may-sign')}</dt>
            <dd>
              {mandates.length === 0 ? (
                <span class="lacking">{t('people.nobody-may-sign')}</span>
              ) : (
                mandates.map((mandate) => {
                  const person = content.people.find((one) => one.id === mandate.personId)
                  return (
                    <span key={mandate.id} class="listed" lang={person && langOf(person.name)}>
                      {tName(person?.name ?? {})}
                    </span>
                  )
                })
              )}
            </dd>
          </>
        )}
      </dl>
      {props.mayCoordinate && (
        <div class="actions">
          <Button label={t('people.mandates', { name })} icon="seal" onClick={() => props.onOpen('mandates')}>
            {t('people.may-sign')}
          </Button>
          <Button kind="quiet" label={t('people.change-organisation', { name })} onClick={() => props.onOpen('change')}>
            {t('common.change')}
          </Button>
        </div>
      )}
    </li>
  )
}
