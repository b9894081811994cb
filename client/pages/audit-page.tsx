/** The record of a statement, readable: sentences with times and codes, and how to check them. */
import { useState } from 'preact/hooks'
import { signOffsApi, type AuditEntrySummary } from '../../shared/api/signoffs.ts'
import { statementsApi, type StatementDetail } from '../../shared/api/statements.ts'
import type { LocalName } from '../../shared/names.ts'
import { auditViewOf } from '../../shared/permissions.ts'
import { call } from '../net/api-client.ts'
import { shortCodeOf } from '../signoffs/frozen.ts'
import { loadNames } from '../signoffs/names.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { RadioGroup } from '../ui/field.tsx'
import { langOf, language, t, tName, tNumber } from '../ui/language.ts'
import type { PageProps } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { auditKindOf, auditSentence, timeInPhnomPenh, type AuditKind, type KnownNames } from './audit-sentence.ts'
import { useReloadOnNotice } from './reload-on-notice.ts'
import '../styles/signing.css'

interface StatementRecord {
  readonly statement: StatementDetail
  /** Newest first. */
  readonly entries: readonly AuditEntrySummary[]
  readonly head: { seq: number; hash: string; signature: string; publicKey: string }
  readonly names: KnownNames
}

export function AuditPage({ params }: PageProps) {
  const statementId = params.id ?? ''
  const record = useRemote((signal) => loadRecord(statementId, signal), statementId)
  useReloadOnNotice(record.reload, (notice) => notice.statementId === statementId)
  const statement = record.state === 'ready' ? record.value.statement : null
  return (
    <Page
      title={t('audit.title')}
      back={{
        href: `/statements/${statementId}`,
        label: statement === null ? t('signoff.back') : tName(statement.title),
        lang: statement === null ? undefined : langOf(statement.title),
      }}
      lead={<p>{t('audit.intro')}</p>}
    >
      <RemoteView remote={record}>{(value) => <RecordView record={value} />}</RemoteView>
    </Page>
  )
}

async function loadRecord(statementId: string, signal: AbortSignal): Promise<StatementRecord> {
  const [statement, { entries }, head, names] = await Promise.all([
    call(statementsApi.load, { id: statementId }, null, { signal }),
    call(signOffsApi.audit, { id: statementId }, null, { signal }),
    call(signOffsApi.auditHead, {}, null, { signal }),
    loadNames(signal),
  ])
  const sections = statement.sections.map(({ id, title }): [string, LocalName] => [id, title])
  return {
    statement,
    entries: [...entries].sort((a, b) => b.seq - a.seq),
    head,
    names: new Map([...names.byId, ...sections]),
  }
}

function RecordView(props: { record: StatementRecord }) {
  const { statement, entries, head, names } = props.record
  const [kind, setKind] = useState<AuditKind | 'all'>('all')
  const view = auditViewOf(statement.part)
  const shown = kind === 'all' ? entries : entries.filter((entry) => auditKindOf(entry) === kind)
  return (
    <>
      {view !== 'none' && <p>{t(`audit.view.${view}`)}</p>}
      <RadioGroup
        legend={t('audit.filter')}
        layout="row"
        value={kind}
        choices={(['all', 'text', 'signing', 'people'] as const).map((value) => ({
          value,
          label: t(`audit.filter.${value}`),
        }))}
        onChange={setKind}
      />
      {shown.length === 0 ? (
        <p class="empty">{t(entries.length === 0 ? 'audit.empty' : 'audit.filter.none')}</p>
      ) : (
        <>
          <p class="hint">{t('audit.times')}</p>
          <ol class="record" reversed>
            {shown.map((entry) => (
              <Entry key={entry.seq} entry={entry} names={names} />
            ))}
          </ol>
        </>
      )}
      <Head head={head} />
      <Verification />
    </>
  )
}

function Entry(props: { entry: AuditEntrySummary; names: KnownNames }) {
  const { entry, names } = props
  return (
    <li value={entry.seq}>
      <p class="record-time">
        <time dateTime={entry.at}>{timeInPhnomPenh(entry.at, language.value)}</time>
      </p>
      <p class="record-sentence">{auditSentence(entry, names)}</p>
      <p class="hint">
        {t('audit.entry.number', { seq: entry.seq })} · {t('audit.entry.code')}{' '}
        <code title={entry.hash}>{shortCodeOf(entry.hash)}</code>
        {entry.assurance !== null && (
          <> · {t('audit.entry.by', { assurance: t(`signoff.assurance.${entry.assurance}`) })}</>
        )}
      </p>
      <details class="digests">
        <summary>
          {t('signoff.details')}
          <span class="visually-hidden">, {t('audit.entry.number', { seq: entry.seq })}</span>
        </summary>
        <p>
          {t('audit.entry.code.full', { seq: entry.seq })}: <code class="digest">{entry.hash}</code>
        </p>
      </details>
    </li>
  )
}

function Head(props: { head: StatementRecord['head'] }) {
  const { head } = props
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(`${head.seq} ${head.hash}`)
      announce(t('audit.head.copied'))
    } catch {
      // No clipboard here (no https, or the person said no): the words stand on the page to be marked.
      announce(t('common.copy-failed'))
    }
  }
  return (
    <section class="record-head">
      <h2>{t('audit.head')}</h2>
      <dl class="facts">
        <div>
          <dt>{t('audit.head.seq')}</dt>
          <dd>{tNumber(head.seq)}</dd>
        </div>
        <div>
          <dt>{t('audit.head.hash')}</dt>
          <dd>
            <code class="digest">{head.hash}</code>
          </dd>
        </div>
        <div>
          <dt>{t('audit.head.signature')}</dt>
          <dd>
            <code class="digest">{head.signature}</code>
          </dd>
        </div>
        <div>
          <dt>{t('audit.head.key')}</dt>
          <dd>
            <code class="digest">{head.publicKey}</code>
          </dd>
        </div>
      </dl>
      <Button onClick={() => void copy()}>{t('audit.head.copy')}</Button>
    </section>
  )
}

function Verification() {
  return (
    <section class="record-verify">
      <h2>{t('audit.verify')}</h2>
      <p>{t('audit.verify.chain')}</p>
      <CopyField label={t('audit.verify.command')} text="npm run audit:verify" />
      <p>{t('audit.verify.witness')}</p>
      <p>{t('audit.verify.limits')}</p>
    </section>
  )
}
