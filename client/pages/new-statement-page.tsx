/** Opening a statement. Everything is kept in this page until the last button; only then is it stored. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { peopleApi, type OrganisationSummary, type WorkingGroupSummary } from '../../shared/api/people.ts'
import { statementsApi } from '../../shared/api/statements.ts'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import { call, newIdempotencyKey } from '../net/api-client.ts'
import { me } from '../net/session.ts'
import { announce } from '../ui/announce.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { focusFirstFault, RadioGroup } from '../ui/field.tsx'
import { language, t } from '../ui/language.ts'
import { NameFields } from '../ui/name-fields.tsx'
import { askBeforeLeaving, navigate } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { NewSections } from './new-sections.tsx'
import {
  EMPTY_DRAFT,
  faultsOf,
  isBegun,
  languagesOf,
  prevailingOf,
  sectionsOfThemes,
  statementOf,
  type LanguageChoice,
  type StatementDraft,
} from './statement-draft.ts'

interface Offered {
  readonly organisations: readonly OrganisationSummary[]
  readonly groups: readonly WorkingGroupSummary[]
}

export function NewStatementPage() {
  const offered = useRemote(loadOffered, 'offered')
  const mayCreate = me.value?.isCoordinator ?? false
  return (
    <Page
      title={t('statement.new')}
      back={{ href: '/', label: t('home.to-statements') }}
      lead={<p>{t(mayCreate ? 'statement.new-lead' : 'statement.new-refused')}</p>}
    >
      {mayCreate ? (
        <RemoteView remote={offered}>{(value) => <StatementForm offered={value} />}</RemoteView>
      ) : (
        <LinkButton href="/">{t('home.to-statements')}</LinkButton>
      )}
    </Page>
  )
}

function StatementForm(props: { offered: Offered }) {
  const { organisations, groups } = props.offered
  const [draft, setDraft] = useState<StatementDraft>({
    ...EMPTY_DRAFT,
    sections: { ...EMPTY_DRAFT.sections, themes: sectionsOfThemes(OFFERED_THEMES, groups) },
    prevailing: language.value,
    participants: organisations.map((organisation) => organisation.id),
  })
  const [isChecked, setChecked] = useState(false)
  const isCreated = useRef(false)
  // The same draft sent twice, on a line that broke, must not become two statements.
  const [idempotencyKey] = useState(newIdempotencyKey)
  const act = useAct()
  const change = (part: Partial<StatementDraft>): void => setDraft({ ...draft, ...part })
  useEffect(
    () => askBeforeLeaving(() => (isBegun(draft) && !isCreated.current ? t('statement.leave-new') : null)),
    [draft],
  )
  const faults = faultsOf(draft)
  const create = (): void => {
    setChecked(true)
    const body = statementOf(draft)
    if (body === null) {
      focusFirstFault()
      return
    }
    void act.run(async () => {
      const statement = await call(statementsApi.create, {}, body, { idempotencyKey })
      isCreated.current = true
      navigate(`/statements/${statement.id}`)
      announce(t('statement.created'))
    })
  }
  return (
    <form
      noValidate
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        create()
      }}
    >
      <LanguageFields draft={draft} onChange={change} />
      <NameFields
        label={t('statement.title')}
        {...(draft.languages === 'both' ? { hint: t('statement.title-hint') } : {})}
        languages={languagesOf(draft.languages)}
        value={draft.title}
        onInput={(title) => change({ title })}
        error={isChecked && faults.isTitleMissing ? t('statement.title-missing') : null}
      />
      {organisations.length === 0 ? (
        <p class="note">{t('statement.no-organisations')}</p>
      ) : (
        <CheckList
          legend={t('statement.participants')}
          hint={t('statement.participants-hint')}
          items={organisations}
          selected={draft.participants}
          onChange={(participants) => change({ participants })}
          counted={
            draft.participants.length === 0
              ? t('statement.participants-none')
              : t('statement.participants-count', { count: draft.participants.length, total: organisations.length })
          }
        />
      )}
      <NewSections draft={draft} groups={groups} faults={faults} isChecked={isChecked} onChange={change} />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button type="submit" kind="primary" isBusy={act.isBusy}>
          {t('statement.create')}
        </Button>
      </div>
    </form>
  )
}

function LanguageFields(props: { draft: StatementDraft; onChange: (part: Partial<StatementDraft>) => void }) {
  const { draft, onChange } = props
  return (
    <>
      <RadioGroup<LanguageChoice>
        legend={t('statement.languages')}
        layout="row"
        value={draft.languages}
        onChange={(languages) => onChange({ languages })}
        choices={[
          { value: 'both', label: t('statement.languages-both') },
          { value: 'en', label: t('statement.languages-en') },
          { value: 'km', label: t('statement.languages-km') },
        ]}
      />
      {draft.languages === 'both' && (
        <RadioGroup
          legend={t('statement.prevailing')}
          hint={t('statement.prevailing-hint')}
          layout="row"
          value={prevailingOf(draft)}
          onChange={(prevailing) => onChange({ prevailing })}
          choices={[
            { value: 'en', label: t('common.english') },
            { value: 'km', label: t('common.khmer') },
          ]}
        />
      )}
    </>
  )
}

async function loadOffered(signal: AbortSignal): Promise<Offered> {
  const [{ organisations }, { workingGroups }] = await Promise.all([
    call(peopleApi.listOrganisations, {}, null, { signal }),
    call(peopleApi.listWorkingGroups, {}, null, { signal }),
  ])
  return { organisations, groups: workingGroups }
}
