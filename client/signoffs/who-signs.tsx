/** For whom this person may sign; and where for nobody, why, and whom to ask. */
import type { Me } from '../../shared/api/sessions.ts'
import type { StatementDetail } from '../../shared/api/statements.ts'
import type { OrganisationId } from '../../shared/ids.ts'
import type { LocalName } from '../../shared/names.ts'
import { RadioGroup } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { langOf, t, tName } from '../ui/language.ts'
import type { Names } from './names.ts'

export interface Signer {
  readonly id: OrganisationId
  readonly name: LocalName
}

/** The organisations that are asked and for which this person has a mandate today. */
export function signersOf(me: Me, statement: StatementDetail): Signer[] {
  return me.organisations
    .filter((one) => one.mayActFor && statement.participantIds.includes(one.id))
    .map(({ id, name }) => ({ id, name }))
}

export function WhoSigns(props: {
  signers: readonly Signer[]
  chosen: OrganisationId | null
  error: string | null
  onChoose: (id: OrganisationId) => void
}) {
  const [only] = props.signers
  if (props.signers.length === 1 && only !== undefined) {
    return (
      <p class="who-signs" lang={langOf(only.name)}>
        <Icon name="people" /> <strong>{t('signoff.organisation.one', { name: tName(only.name) })}</strong>
      </p>
    )
  }
  return (
    <RadioGroup
      legend={t('signoff.organisation')}
      value={props.chosen}
      choices={props.signers.map(({ id, name }) => ({ value: id, label: tName(name), lang: langOf(name) }))}
      error={props.error}
      onChange={props.onChoose}
    />
  )
}

export function NoMandate(props: { me: Me; statement: StatementDetail; names: Names }) {
  const { me, statement, names } = props
  const own = names.organisations.filter(
    ({ id }) => statement.participantIds.includes(id) && me.organisations.some((one) => one.id === id),
  )
  return (
    <section class="note note-wait note-block">
      <h2>{t('signoff.no-mandate')}</h2>
      <p>{t('signoff.no-mandate.explain')}</p>
      {own.length === 0 && <p>{t('signoff.no-mandate.general')}</p>}
      {own.map((organisation) => {
        const people = (organisation.mandates ?? []).flatMap(({ personId }) => names.byId.get(personId) ?? [])
        const organisationName = tName(organisation.name)
        return (
          <p key={organisation.id}>
            {people.length === 0
              ? t('signoff.no-mandate.nobody', { organisation: organisationName })
              : t('signoff.no-mandate.mandated', {
                  organisation: organisationName,
                  people: people.map(tName).join(', '),
                })}
          </p>
        )
      })}
      {own.some((organisation) => (organisation.mandates ?? []).length > 0) && (
        <p>{t('signoff.no-mandate.ask', { name: own.map(({ name }) => tName(name)).join(', ') })}</p>
      )}
    </section>
  )
}
