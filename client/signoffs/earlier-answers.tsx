/** What an organisation has answered so far, with what it is worth today, and the way to take it back. */
import { useState } from 'preact/hooks'
import { signOffsApi, type SignOffSummary } from '../../shared/api/signoffs.ts'
import type { LocalName } from '../../shared/names.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { TextArea } from '../ui/field.tsx'
import { langOf, t, tDateTime, tName, tNumber } from '../ui/language.ts'
import { ArrivalHeading } from './arrival-heading.tsx'
import type { Names } from './names.ts'
import { ReservationWords } from './reservation-words.tsx'
import { ShortCodes } from './short-code.tsx'
import { StandingWords } from './standing.tsx'

export interface EarlierAnswer {
  readonly signOff: SignOffSummary
  readonly number: number
  readonly title: LocalName
}

export function EarlierAnswers(props: {
  organisation: LocalName
  /** Section by section, of each the newest first. */
  answers: readonly EarlierAnswer[]
  names: Names
  mayWithdraw: boolean
  /** An act led here, so the focus comes here. */
  isArrivedAt: boolean
  onWithdrawn: () => void
}) {
  const [asked, setAsked] = useState<EarlierAnswer | null>(null)
  // The button that asked goes with the answer it took back.
  const [withdrawals, setWithdrawals] = useState(0)
  return (
    <section class="earlier-answers">
      <ArrivalHeading arrivals={withdrawals + (props.isArrivedAt ? 1 : 0)}>{t('signoff.answers')}</ArrivalHeading>
      {props.answers.length === 0 && <p class="hint">{t('signoff.answers.none')}</p>}
      <ul class="cards">
        {props.answers.map((answer) => (
          <li key={answer.signOff.id} class={`card standing-of-${answer.signOff.standing}`}>
            <AnswerWords answer={answer} names={props.names} />
            {props.mayWithdraw && stands(answer.signOff) && (
              <Button label={t('signoff.withdraw.of', { title: tName(answer.title) })} onClick={() => setAsked(answer)}>
                {t('signoff.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asked !== null && (
        <WithdrawDialog
          answer={asked}
          organisation={props.organisation}
          onClose={() => setAsked(null)}
          onWithdrawn={() => {
            setAsked(null)
            setWithdrawals(withdrawals + 1)
            announce(t('signoff.withdraw.done'))
            props.onWithdrawn()
          }}
        />
      )}
    </section>
  )
}

function AnswerWords(props: { answer: EarlierAnswer; names: Names }) {
  const { signOff, number, title } = props.answer
  const person = props.names.byId.get(signOff.personId)
  return (
    <div>
      <h3 lang={langOf(title)}>
        {tNumber(number)}. {tName(title)}
      </h3>
      <p>
        <StandingWords signOff={signOff} />
      </p>
      {signOff.reservation !== undefined && <ReservationWords words={signOff.reservation} />}
      <p class="hint">
        {t('signoff.answers.when', {
          date: tDateTime(signOff.signedAt),
          person: person === undefined ? t('audit.who.unknown') : tName(person),
        })}
        {signOff.isAddendum && <> · {t('signoff.addendum')}</>}
      </p>
      <ShortCodes digests={signOff.digests} />
    </div>
  )
}

function WithdrawDialog(props: {
  answer: EarlierAnswer
  organisation: LocalName
  onClose: () => void
  onWithdrawn: () => void
}) {
  const { signOff, title } = props.answer
  const [reason, setReason] = useState('')
  const act = useAct()
  const withdraw = (): Promise<void> =>
    act.run(async () => {
      const words = reason.trim()
      await call(signOffsApi.withdraw, { id: signOff.id }, words === '' ? {} : { reason: words })
      props.onWithdrawn()
    })
  return (
    <Dialog title={t('signoff.withdraw.title')} onClose={props.onClose}>
      <p>
        {t('signoff.withdraw.explain', {
          organisation: tName(props.organisation),
          position: t(`signoff.position.${signOff.position}`),
          title: tName(title),
        })}
      </p>
      <TextArea label={t('signoff.withdraw.reason')} value={reason} maxLength={2_000} onInput={setReason} />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="danger" isBusy={act.isBusy} onClick={() => void withdraw()}>
          {t('signoff.withdraw')}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}

function stands(signOff: SignOffSummary): boolean {
  return signOff.standing !== 'withdrawn' && signOff.standing !== 'superseded'
}
