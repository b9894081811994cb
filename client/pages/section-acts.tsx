/** What coordinators and leads do with a section: review, lock, and the ways back; each asked for in a dialog. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { statementsApi, type SectionSummary, type StatementDetail } from '../../shared/api/statements.ts'
import { call } from '../net/api-client.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { TextArea } from '../ui/field.tsx'
import type { IconName } from '../ui/icon.tsx'
import { t } from '../ui/language.ts'
import { focusInvalid } from './focus-invalid.ts'
import { LockDialog } from './lock-dialog.tsx'
import { sectionActs, type SectionAct } from './section-standing.ts'
import { UnlockDialog } from './unlock-dialog.tsx'

const ICONS: Readonly<Record<SectionAct, IconName>> = {
  review: 'eye',
  reopen: 'pencil',
  lock: 'lock',
  unlock: 'pencil',
}

export function SectionActs(props: { statement: StatementDetail; section: SectionSummary; onDone: () => void }) {
  const { statement, section, onDone } = props
  const [asked, setAsked] = useState<SectionAct | null>(null)
  const close = (): void => setAsked(null)
  const acts = sectionActs(section.part, statement, section)
  const place = useFocusAfter(asked, acts)
  return (
    <div class="section-acts" ref={place}>
      {acts.map((act) => (
        <Button key={act} icon={ICONS[act]} kind={act === 'lock' ? 'primary' : 'plain'} onClick={() => setAsked(act)}>
          {t(`section.act.${act}`)}
        </Button>
      ))}
      {asked === 'review' && <ReviewDialog section={section} onClose={close} onDone={onDone} />}
      {asked === 'reopen' && <ReopenDialog section={section} onClose={close} onDone={onDone} />}
      {asked === 'lock' && <LockDialog statement={statement} section={section} onClose={close} onDone={onDone} />}
      {asked === 'unlock' && <UnlockDialog section={section} onClose={close} onDone={onDone} />}
    </div>
  )
}

/**
 * An act changes which acts there are, so the button that asked may be gone when its dialog
 * closes, or a moment later when the section is loaded anew. The focus then goes to the next act,
 * or to the title of the page.
 */
function useFocusAfter(asked: SectionAct | null, acts: readonly SectionAct[]) {
  const place = useRef<HTMLDivElement>(null)
  const before = useRef(asked)
  const isHere = useRef(false)
  useEffect(() => {
    if (before.current !== null && asked === null) isHere.current = true
    before.current = asked
    if (!isHere.current || asked !== null) return
    if (document.activeElement === document.body) {
      const next = place.current?.querySelector('button') ?? document.querySelector('h1')
      next?.focus()
    } else if (!place.current?.contains(document.activeElement)) {
      isHere.current = false
    }
  }, [asked, acts.join(' ')])
  return place
}

interface DialogProps {
  readonly section: SectionSummary
  readonly onClose: () => void
  readonly onDone: () => void
}

function ReviewDialog({ section, onClose, onDone }: DialogProps) {
  const act = useAct()
  const send = (): Promise<void> =>
    act.run(async () => {
      await call(statementsApi.sendToReview, { id: section.id }, {})
      onDone()
      onClose()
    })
  return (
    <Dialog title={t('section.act.review')} onClose={onClose}>
      <p>{t('section.review.explain')}</p>
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="primary" isBusy={act.isBusy} onClick={() => void send()}>
          {t('section.act.review')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}

function ReopenDialog({ section, onClose, onDone }: DialogProps) {
  const act = useAct()
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const reopen = (): void => {
    const words = reason.trim()
    setMissing(words === '')
    if (words === '') return focusInvalid()
    void act.run(async () => {
      await call(statementsApi.reopen, { id: section.id }, { reason: words })
      onDone()
      onClose()
    })
  }
  return (
    <Dialog title={t('section.act.reopen')} onClose={onClose}>
      <p>{t('section.reopen.explain')}</p>
      <TextArea
        label={t('section.reason')}
        hint={t('section.reason.hint')}
        value={reason}
        maxLength={2_000}
        isRequired
        error={isMissing ? t('section.reason.missing') : null}
        onInput={setReason}
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="primary" isBusy={act.isBusy} onClick={reopen}>
          {t('section.act.reopen')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}
