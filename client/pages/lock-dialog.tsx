/** Locking a section: first what is still open in it and what will be frozen, then the codes of the frozen words. */
import { useState } from 'preact/hooks'
import {
  statementsApi,
  type LockAnswer,
  type SectionSummary,
  type StatementDetail,
} from '../../shared/api/statements.ts'
import { textsApi, type TextOnDisk } from '../../shared/api/texts.ts'
import { call } from '../net/api-client.ts'
import { FullDigests, ShortCodes } from '../signoffs/short-code.tsx'
import { useFocusOnce } from '../signoffs/use-focus-once.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { TextArea } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { t } from '../ui/language.ts'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { askCounted } from './counted-words.ts'

export function LockDialog(props: {
  statement: StatementDetail
  section: SectionSummary
  onClose: () => void
  onDone: () => void
}) {
  const { statement, section, onClose, onDone } = props
  const [answer, setAnswer] = useState<LockAnswer | null>(null)
  const [reason, setReason] = useState('')
  const act = useAct()
  const texts = useRemote(
    (signal) =>
      Promise.all(section.texts.map(({ id }) => askCounted(id, () => call(textsApi.load, { id }, null, { signal })))),
    section.id,
  )
  const prevailing =
    texts.state === 'ready' ? texts.value.find((text) => text.language === statement.prevailingLanguage) : undefined
  const isEmpty = prevailing?.words === 0
  const lock = (): Promise<void> =>
    act.run(async () => {
      const words = reason.trim()
      setAnswer(await call(statementsApi.lock, { id: section.id }, words === '' ? {} : { reason: words }))
      onDone()
    })
  if (answer !== null) {
    return (
      <Dialog title={t('section.locked.title')} onClose={onClose}>
        <Locked answer={answer} onClose={onClose} />
      </Dialog>
    )
  }
  return (
    <Dialog title={t('section.act.lock')} onClose={onClose}>
      <p>{t('section.lock.explain')}</p>
      <StillOpen section={section} />
      <RemoteView remote={texts}>{(value) => <WhatIsFrozen texts={value} statement={statement} />}</RemoteView>
      <TextArea
        label={t('section.reason.optional')}
        hint={t('section.reason.hint')}
        value={reason}
        rows={2}
        maxLength={2_000}
        onInput={setReason}
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button
          kind="primary"
          icon="lock"
          isBusy={act.isBusy}
          why={
            isEmpty
              ? t('section.lock.prevailing-empty', {
                  language: t(`section.language.${statement.prevailingLanguage}`),
                })
              : null
          }
          onClick={() => void lock()}
        >
          {t('section.act.lock')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}

function StillOpen(props: { section: SectionSummary }) {
  const { openSuggestions, openThreads } = props.section
  if (openSuggestions + openThreads === 0) return <p>{t('section.lock.nothing-open')}</p>
  return (
    <>
      <p>{t('section.lock.open-things')}</p>
      <ul>
        {openSuggestions > 0 && <li>{t('section.lock.suggestions', { count: openSuggestions })}</li>}
        {openThreads > 0 && <li>{t('section.lock.threads', { count: openThreads })}</li>}
      </ul>
    </>
  )
}

function WhatIsFrozen(props: { texts: readonly TextOnDisk[]; statement: StatementDetail }) {
  return (
    <ul>
      {props.texts.map((text) => {
        const language = t(`section.language.${text.language}`)
        return (
          <li key={text.id}>
            {text.words === 0 ? (
              <>
                <Icon name="warning" /> {t('section.lock.empty-language', { language })}
              </>
            ) : (
              t('section.lock.words', { language, count: text.words })
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** The words take the focus: the button that was pressed is gone. */
function Locked(props: { answer: LockAnswer; onClose: () => void }) {
  const note = useFocusOnce<HTMLParagraphElement>()
  return (
    <>
      <p tabIndex={-1} ref={note}>
        {t('section.locked.codes')}
      </p>
      <ShortCodes digests={props.answer.digests} />
      <FullDigests digests={props.answer.digests} fullDigest={props.answer.fullDigest} />
      <div class="actions">
        <Button kind="primary" onClick={props.onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}
