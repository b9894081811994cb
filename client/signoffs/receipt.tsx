/** What a person takes away after signing: who answered what, when, on which words; printable. */
import { signOffsApi, type SignOffSummary } from '../../shared/api/signoffs.ts'
import type { LocalName } from '../../shared/names.ts'
import { call } from '../net/api-client.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Icon } from '../ui/icon.tsx'
import { langOf, t, tDateTime, tName, tNumber } from '../ui/language.ts'
import { useRemote } from '../ui/remote.tsx'
import type { AskedSection } from './answer-form.tsx'
import { ReservationWords } from './reservation-words.tsx'
import { inStatementOrder } from './section-order.ts'
import { FullDigests, ShortCodes } from './short-code.tsx'
import { useFocusOnce } from './use-focus-once.ts'

export function Receipt(props: {
  statement: LocalName
  statementHref: string
  organisation: LocalName
  person: LocalName
  signOffs: readonly SignOffSummary[]
  sections: readonly AskedSection[]
  onMore: () => void
}) {
  const [first] = props.signOffs
  const heading = useFocusOnce<HTMLHeadingElement>()
  // A record that only one office keeps proves nothing against that office; this print is another place.
  const head = useRemote((signal) => call(signOffsApi.auditHead, {}, null, { signal }), first?.id ?? '')
  if (first === undefined) return null
  return (
    <section class="receipt">
      <h2 tabIndex={-1} ref={heading}>
        <Icon name="seal" /> {t('signoff.receipt.title')}
      </h2>
      <p>{t('signoff.receipt.explain', { organisation: tName(props.organisation) })}</p>
      <dl class="facts">
        <Fact term={t('signoff.receipt.statement')} name={props.statement} />
        <Fact term={t('signoff.receipt.for')} name={props.organisation} />
        <Fact term={t('signoff.receipt.by')} name={props.person} />
        <div>
          <dt>{t('signoff.receipt.at')}</dt>
          <dd>
            <time dateTime={first.signedAt}>{tDateTime(first.signedAt)}</time>
          </dd>
        </div>
        <div>
          <dt>{t('signoff.receipt.assurance')}</dt>
          <dd>{t(`signoff.assurance.${first.assurance}`)}</dd>
        </div>
        {head.state === 'ready' && (
          <div>
            <dt>{t('signoff.receipt.record')}</dt>
            <dd class="digest">{t('signoff.receipt.record.entry', head.value)}</dd>
          </div>
        )}
      </dl>
      <DataTable
        caption={t('signoff.receipt.title')}
        columns={[
          { label: t('signoff.column.section'), isRowHeader: true },
          { label: t('signoff.column.answer') },
          { label: t('signoff.column.codes') },
          { label: t('signoff.receipt.number') },
        ]}
        rows={inStatementOrder(props.signOffs, props.sections).map((signOff) => ({
          key: signOff.id,
          cells: receiptCells(signOff, props.sections),
        }))}
      />
      <div class="actions no-print">
        <Button kind="primary" icon="file" onClick={() => window.print()}>
          {t('signoff.receipt.print')}
        </Button>
        <LinkButton href={props.statementHref}>{t('signoff.receipt.done')}</LinkButton>
        <Button kind="quiet" onClick={props.onMore}>
          {t('signoff.receipt.more')}
        </Button>
      </div>
    </section>
  )
}

function receiptCells(signOff: SignOffSummary, sections: readonly AskedSection[]) {
  const section = sections.find((one) => one.sectionId === signOff.sectionId)
  return [
    <span lang={section && langOf(section.title)}>
      {section && `${tNumber(section.number)}. ${tName(section.title)}`}
    </span>,
    <span>
      {t(`signoff.position.${signOff.position}`)}
      {signOff.reservation !== undefined && <ReservationWords words={signOff.reservation} />}
      {signOff.isAddendum && <span class="hint">{t('signoff.addendum')}</span>}
    </span>,
    <span>
      <ShortCodes digests={signOff.digests} />
      <FullDigests digests={signOff.digests} />
    </span>,
    <code>{signOff.id}</code>,
  ]
}

function Fact(props: { term: string; name: LocalName }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd lang={langOf(props.name)}>{tName(props.name)}</dd>
    </div>
  )
}
