/**
 * Taking the statement out as a file: what it will be (draft or final), which form and language,
 * then how far it is, until it can be fetched. The file is made on the server; leaving the page
 * or losing the line does not stop it.
 */
import { useEffect, useState } from 'preact/hooks'
import {
  EXPORT_FILE_PATH,
  EXPORT_FORMATS,
  exportsApi,
  type ExportFormat,
  type ExportLanguage,
  type ExportSummary,
} from '../../shared/api/exports.ts'
import { statementsApi, type StatementDetail } from '../../shared/api/statements.ts'
import { call, Outage, pathOf } from '../net/api-client.ts'
import { useFocusOnce } from '../signoffs/use-focus-once.ts'
import { announce } from '../ui/announce.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { RadioGroup } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { langOf, t, tDate, tName } from '../ui/language.ts'
import type { PageProps } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { isUnderWay, languagesOf, nextAskInMs } from './export-progress.ts'
import { useReloadOnNotice } from './reload-on-notice.ts'
import '../styles/signing.css'

export function ExportPage({ params }: PageProps) {
  const statementId = params.id ?? ''
  const statement = useRemote((signal) => call(statementsApi.load, { id: statementId }, null, { signal }), statementId)
  useReloadOnNotice(statement.reload, (notice) => notice.statementId === statementId)
  const title = statement.state === 'ready' ? statement.value.title : null
  return (
    <Page
      title={t('export.title')}
      back={{
        href: `/statements/${statementId}`,
        label: title === null ? t('signoff.back') : tName(title),
        lang: title === null ? undefined : langOf(title),
      }}
    >
      <RemoteView remote={statement}>{(value) => <Exporting statement={value} />}</RemoteView>
    </Page>
  )
}

function Exporting(props: { statement: StatementDetail }) {
  const { statement } = props
  const languages = languagesOf(statement.languages)
  const [format, setFormat] = useState<ExportFormat>('docx')
  const [language, setLanguage] = useState<ExportLanguage>(languages.at(-1) ?? 'en')
  const [made, setMade] = useState<ExportSummary | null>(null)
  const act = useAct()
  const start = (): Promise<void> =>
    act.run(async () => {
      setMade(await call(exportsApi.create, { id: statement.id }, { format, language }))
      announce(t('export.started'))
    })
  return (
    <>
      <WhatItWillBe statement={statement} />
      {made === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void start()
          }}
        >
          <RadioGroup
            legend={t('export.format')}
            value={format}
            choices={EXPORT_FORMATS.map((value) => ({
              value,
              label: t(`export.format.${value}`),
              hint: t(`export.format.${value}.hint`),
            }))}
            onChange={setFormat}
          />
          <RadioGroup
            legend={t('export.language')}
            value={language}
            choices={languages.map((value) => ({ value, label: t(`export.language.${value}`) }))}
            onChange={setLanguage}
          />
          <FailureNote failure={act.failure} />
          <div class="actions">
            <Button kind="primary" type="submit" icon="file" isBusy={act.isBusy}>
              {t('export.start')}
            </Button>
          </div>
        </form>
      ) : (
        <Progress made={made} onChanged={setMade} onAgain={() => setMade(null)} />
      )}
    </>
  )
}

function WhatItWillBe(props: { statement: StatementDetail }) {
  const { statement } = props
  if (statement.state === 'final') {
    return (
      <section class="note note-good note-block">
        <h2>
          <Icon name="seal" /> {t('export.final')}
        </h2>
        {statement.finalAt !== null && <p>{t('export.final.explain', { date: tDate(statement.finalAt) })}</p>}
      </section>
    )
  }
  const locked = statement.sections.filter((section) => section.state === 'locked').length
  return (
    <section class="note note-wait note-block">
      <h2>
        <Icon name="pencil" /> {t('export.draft')}
      </h2>
      <p>{t('export.draft.explain')}</p>
      <p>{t('export.draft.locked', { locked, total: statement.sections.length })}</p>
    </section>
  )
}

function Progress(props: { made: ExportSummary; onChanged: (made: ExportSummary) => void; onAgain: () => void }) {
  const { made, onChanged, onAgain } = props
  const isInterrupted = useProgress(made, onChanged)
  // The button that started it is gone; the focus waits where the answer will stand.
  const heading = useFocusOnce<HTMLHeadingElement>()
  const act = useAct()
  const cancel = (): Promise<void> =>
    act.run(async () => {
      await call(exportsApi.cancel, { id: made.id })
      onChanged({ ...made, state: 'cancelled' })
    })
  return (
    <section class={`export export-${made.state}`}>
      <h2 tabIndex={-1} ref={heading}>
        {made.state === 'done' ? t('export.state.done') : t('export.progress')}
      </h2>
      {isUnderWay(made) && (
        <>
          <progress class="export-progress" max={100} value={made.progress} aria-label={t('export.progress')} />
          <p>
            {made.state === 'queued'
              ? t('export.state.queued')
              : t('export.state.running', { progress: made.progress })}
          </p>
          {isInterrupted && <p class="note note-wait">{t('export.interrupted')}</p>}
          <FailureNote failure={act.failure} />
          <Button isBusy={act.isBusy} onClick={() => void cancel()}>
            {t('export.cancel')}
          </Button>
        </>
      )}
      {made.state === 'done' && (
        <div class="actions">
          <LinkButton kind="primary" icon="file" download href={pathOf(EXPORT_FILE_PATH, { id: made.id })}>
            {t('export.download', { name: made.fileName ?? made.id })}
          </LinkButton>
        </div>
      )}
      {made.state === 'failed' && (
        <div class="note note-bad note-block">
          <p>
            <strong>{t('export.state.failed')}</strong>
          </p>
          <p>{t(`export.failure.${made.failure ?? 'fault'}`, { id: made.id })}</p>
        </div>
      )}
      {made.state === 'cancelled' && <p>{t('export.state.cancelled')}</p>}
      {!isUnderWay(made) && (
        <div class="actions">
          <Button onClick={onAgain}>{t('export.again')}</Button>
        </div>
      )}
    </section>
  )
}

/** Asks how far it is until it is over; answers whether the line is lost meanwhile. */
function useProgress(made: ExportSummary, onChanged: (made: ExportSummary) => void): boolean {
  const [asked, setAsked] = useState({ count: 0, isInterrupted: false })
  useEffect(() => {
    if (!isUnderWay(made)) return
    const asking = new AbortController()
    const timer = setTimeout(() => {
      call(exportsApi.load, { id: made.id }, null, { signal: asking.signal }).then(
        (now) => {
          onChanged(now)
          if (now.state === 'done') announce(t('export.state.done'))
          if (now.state === 'failed') announce(t('export.state.failed'))
          setAsked(({ count }) => ({ count: count + 1, isInterrupted: false }))
        },
        (failure: unknown) => {
          if (asking.signal.aborted) return
          // No line: the file is made all the same, so the question is asked again.
          if (failure instanceof Outage) return setAsked(({ count }) => ({ count: count + 1, isInterrupted: true }))
          throw failure
        },
      )
    }, nextAskInMs(asked.count))
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [made.id, made.state, asked.count])
  return asked.isInterrupted
}
