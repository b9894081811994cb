/**
 * Who has answered what: a row for each organisation asked, a column for each section. It shows
 * what the server lets this person see and says openly what it keeps from others.
 */
import { signOffsApi, type SignOffSummary } from '../../shared/api/signoffs.ts'
import type { StatementDetail } from '../../shared/api/statements.ts'
import type { OrganisationId } from '../../shared/ids.ts'
import { call } from '../net/api-client.ts'
import { DataTable, type Column, type Row } from '../ui/data-table.tsx'
import { langOf, language, t, tName, tNumber } from '../ui/language.ts'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { loadNames, type Names } from './names.ts'
import { progressRows, type ProgressCell, type ProgressRow } from './progress.ts'
import { StandingWords } from './standing.tsx'
import '../styles/signing.css'

/** Asks for the answers itself; a statement loaded anew (after a notice) brings new answers too. */
export function SignOffProgressTable(props: { statement: StatementDetail }) {
  const { statement } = props
  const answers = useRemote(
    async (signal) => {
      const [{ signOffs }, names] = await Promise.all([
        call(signOffsApi.listOfStatement, { id: statement.id }, null, { signal }),
        loadNames(signal),
      ])
      return { signOffs, names }
    },
    // The counts change with every answer, so they say when to ask again.
    JSON.stringify([
      statement.id,
      statement.participantIds,
      statement.sections.map((one) => [one.state, one.signOffs]),
    ]),
  )
  return (
    <RemoteView remote={answers}>
      {({ signOffs, names }) => <ProgressTable statement={statement} signOffs={signOffs} names={names} />}
    </RemoteView>
  )
}

function ProgressTable(props: { statement: StatementDetail; signOffs: readonly SignOffSummary[]; names: Names }) {
  const { statement, signOffs, names } = props
  if (statement.participantIds.length === 0) return <p class="hint">{t('signoff.progress.empty')}</p>
  const seesAll = statement.part === 'coordinator'
  const organisationIds = sortedByName(statement.participantIds, names)
  const sectionIds = statement.sections.map((section) => section.id)
  const columns: Column[] = [
    { label: t('signoff.progress.organisation'), isRowHeader: true },
    ...statement.sections.map((section, index) => ({ label: `${tNumber(index + 1)}. ${tName(section.title)}` })),
    { label: t('signoff.progress.endorsed'), isNumber: true },
  ]
  const rows = progressRows(organisationIds, sectionIds, signOffs).map((row) => tableRow(row, names, seesAll))
  return (
    <div class="progress-table">
      <p>{t('signoff.progress.total', statement.signedOrganisations)}</p>
      {!seesAll && <p class="hint">{t('signoff.progress.explain')}</p>}
      <DataTable caption={t('signoff.progress.caption')} columns={columns} rows={rows} />
    </div>
  )
}

function tableRow(row: ProgressRow, names: Names, seesAll: boolean): Row {
  const name = names.byId.get(row.organisationId)
  return {
    key: row.organisationId,
    cells: [
      <span lang={name && langOf(name)}>{name === undefined ? t('audit.organisation.unknown') : tName(name)}</span>,
      ...row.cells.map((cell) => <CellWords cell={cell} seesAll={seesAll} />),
      t('signoff.progress.endorsed.count', { count: row.endorsed, total: row.cells.length }),
    ],
  }
}

function CellWords(props: { cell: ProgressCell; seesAll: boolean }) {
  if (props.cell.kind !== 'none') return <StandingWords signOff={props.cell.signOff} short />
  return <span class="hint">{t(props.seesAll ? 'signoff.progress.none' : 'signoff.progress.none-seen')}</span>
}

function sortedByName(ids: readonly OrganisationId[], names: Names): OrganisationId[] {
  const collator = new Intl.Collator(language.value)
  const nameOf = (id: OrganisationId): string => tName(names.byId.get(id) ?? {})
  return [...ids].sort((a, b) => collator.compare(nameOf(a), nameOf(b)))
}
