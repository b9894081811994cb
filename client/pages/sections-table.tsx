import { useState } from 'preact/hooks'
import type { SectionSummary } from '../../shared/api/statements.ts'
import type { WorkingGroupSummary } from '../../shared/api/people.ts'
import { refuseCoordinate } from '../../shared/permissions.ts'
import { StateBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { langOf, t, tDateTime, tName, tNumber, tRefusal } from '../ui/language.ts'
import { AddSectionDialog, ChangeSectionDialog } from './section-dialogs.tsx'
import type { StatementContent } from './statement-content.ts'

/** The sections with their state, whose they are, and how far the signing is; each leads to its page. */
export function SectionsTable(props: { content: StatementContent; onReload: () => void }) {
  const { statement, groups } = props.content
  const [dialog, setDialog] = useState<'none' | 'add' | SectionSummary>('none')
  const refusal = refuseCoordinate(statement.part, statement)
  const mayChange = refusal === null
  const columns: Column[] = [
    { label: t('statement.column-section'), isRowHeader: true },
    { label: t('statement.column-state') },
    { label: t('statement.column-groups') },
    { label: t('statement.column-signed') },
    { label: t('statement.column-open') },
    { label: t('statement.column-edit') },
    ...(mayChange ? [{ label: t('statement.manage') }] : []),
  ]
  const done = (): void => {
    setDialog('none')
    props.onReload()
  }
  return (
    <section aria-labelledby="sections">
      <h2 id="sections">{t('statement.sections')}</h2>
      {statement.sections.length === 0 ? (
        <p class="empty">{t(mayChange ? 'statement.no-sections-next' : 'statement.no-sections-wait')}</p>
      ) : (
        <DataTable
          caption={t('statement.table')}
          columns={columns}
          rows={statement.sections.map((section, index) => ({
            key: section.id,
            cells: [
              <SectionLink statementId={statement.id} section={section} number={index + 1} />,
              <StateBadge state={section.state} />,
              <Groups section={section} groups={groups} />,
              <Signed section={section} />,
              <ToSettle section={section} />,
              <LastEdit section={section} />,
              <Button
                kind="quiet"
                label={t('statement.change-section-of', { number: index + 1, title: tName(section.title) })}
                onClick={() => setDialog(section)}
              >
                {t('common.change')}
              </Button>,
            ],
          }))}
        />
      )}
      {statement.part === 'coordinator' && (
        <div class="actions">
          <Button icon="plus" why={refusal && tRefusal(refusal)} onClick={() => setDialog('add')}>
            {t('statement.add-section')}
          </Button>
        </div>
      )}
      {dialog === 'add' && <AddSectionDialog content={props.content} onClose={() => setDialog('none')} onDone={done} />}
      {typeof dialog === 'object' && (
        <ChangeSectionDialog content={props.content} section={dialog} onClose={() => setDialog('none')} onDone={done} />
      )}
    </section>
  )
}

function SectionLink(props: { statementId: string; section: SectionSummary; number: number }) {
  const { section } = props
  const isMine = section.state !== 'locked' && section.texts.some((text) => text.mayEdit)
  return (
    <>
      <a class="section-link" href={`/statements/${props.statementId}/sections/${section.id}`}>
        {tNumber(props.number)}. <span lang={langOf(section.title)}>{tName(section.title)}</span>
      </a>
      {isMine && <span class="hint section-mine">{t('statement.yours')}</span>}
    </>
  )
}

function Groups(props: { section: SectionSummary; groups: readonly WorkingGroupSummary[] }) {
  const { section } = props
  const own = props.groups.filter((group) => section.workingGroupIds.includes(group.id))
  return (
    <>
      {own.length === 0
        ? t('statement.for-all')
        : own.map((group) => (
            <span key={group.id} class="listed" lang={langOf(group.name)}>
              {tName(group.name)}
            </span>
          ))}
      {section.visibility === 'group' && <span class="hint block">{t('statement.only-group')}</span>}
    </>
  )
}

function Signed(props: { section: SectionSummary }) {
  const { state, signOffs } = props.section
  const { asked, endorsed, withReservation, onHold, stale, pending } = signOffs
  const more = [
    withReservation > 0 && t('statement.signed-reservations', { count: withReservation }),
    pending > 0 && t('statement.signed-pending', { count: pending }),
    onHold > 0 && t('statement.signed-on-hold', { count: onHold }),
    stale > 0 && t('statement.signed-stale', { count: stale }),
  ].filter((words) => words !== false)
  return (
    <>
      {state === 'locked'
        ? t('statement.signed-of', { count: endorsed + withReservation, asked })
        : more.length === 0 && <span class="hint">{t('statement.not-signed-yet')}</span>}
      {more.map((words) => (
        <span key={words} class="hint block">
          {words}
        </span>
      ))}
    </>
  )
}

function ToSettle(props: { section: SectionSummary }) {
  const { openSuggestions, openThreads } = props.section
  const words = [
    openSuggestions > 0 && t('statement.suggestions', { count: openSuggestions }),
    openThreads > 0 && t('statement.threads', { count: openThreads }),
  ].filter((one) => one !== false)
  if (words.length === 0) return <span class="hint">{t('statement.nothing-open')}</span>
  return <>{words.join(', ')}</>
}

function LastEdit(props: { section: SectionSummary }) {
  const edits = props.section.texts.flatMap((text) => (text.lastEditAt === null ? [] : [text.lastEditAt]))
  const last = edits.sort().at(-1)
  if (last === undefined) return <span class="hint">{t('statement.never-edited')}</span>
  return <time dateTime={last}>{tDateTime(last)}</time>
}
