/**
 * The act of signing, from reading to receipt. The codes that go to the server are those this
 * browser computed from the words on the screen. When words change meanwhile, what was typed
 * stays, and the person reads the changed sections again before the act can go on.
 */
import { useEffect, useState } from 'preact/hooks'
import type { Me } from '../../shared/api/sessions.ts'
import { signOffsApi, type SignOffSummary } from '../../shared/api/signoffs.ts'
import type { SectionId } from '../../shared/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import { call, newIdempotencyKey } from '../net/api-client.ts'
import { alertNow } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { useAct } from '../ui/failure.tsx'
import { t, tName } from '../ui/language.ts'
import { askBeforeLeaving } from '../ui/navigation.ts'
import { AnswerForm, type AskedSection } from './answer-form.tsx'
import { AnswerReview } from './answer-review.tsx'
import { ArrivalHeading } from './arrival-heading.tsx'
import { answersOfOrganisation, askedSections, sectionNumber, type Asked } from './asked.ts'
import { EarlierAnswers } from './earlier-answers.tsx'
import { FrozenSection } from './frozen-section.tsx'
import { useEarlierWords, useReadSections } from './reading.ts'
import { Receipt } from './receipt.tsx'
import {
  answersOf,
  emptyForm,
  nextForm,
  problemsOf,
  requestOf,
  type FormEvent,
  type ShownSection,
  type SignOffForm,
} from './sign-off-form.ts'
import { ChangedNote, Problems } from './what-is-missing.tsx'
import { signersOf, WhoSigns, type Signer } from './who-signs.tsx'

type Step =
  | { readonly name: 'fill'; readonly areProblemsShown: boolean; readonly focus?: 'answer' | 'earlier' }
  | { readonly name: 'review'; readonly idempotencyKey: string }
  | { readonly name: 'done'; readonly signOffs: readonly SignOffSummary[] }

const FILL: Step = { name: 'fill', areProblemsShown: false }
/** What was pressed to come here is gone, so the focus has a place of its own. */
const BACK_TO_ANSWER: Step = { ...FILL, focus: 'answer' }
const ON_TO_ANSWERS: Step = { ...FILL, focus: 'earlier' }

export function Signing(props: { asked: Asked; me: Me; onChanged: () => void }) {
  const { asked, me, onChanged } = props
  const signers = signersOf(me, asked.statement)
  const shown: ShownSection[] = asked.revisions.map(({ revision, digests }) => ({
    sectionId: revision.sectionId,
    digests,
  }))
  const [form, setForm] = useState<SignOffForm>(() => startForm(asked, signers))
  const [step, setStep] = useState<Step>(FILL)
  const { unread, gone, changed, confirm } = useReadSections(shown)
  const act = useAct()
  const signer = signers.find(({ id }) => id === form.organisationId) ?? null
  const sections = askedSections(asked, form.organisationId)
  const earlier = useEarlierWords(asked, signer?.id ?? null)
  useWarningOnLeave(form, step)
  // Whoever stands before the button is taken back once to what has moved, and may then go on.
  useEffect(() => {
    if (unread.length + gone.length === 0) return
    setStep((before) => (before.name === 'review' ? BACK_TO_ANSWER : before))
    alertNow(t('signoff.changed.title'))
  }, [unread.join(' '), gone.join(' ')])

  const onEvent = (event: FormEvent): void => setForm((before) => nextForm(before, event))
  const answers = answersOf(form, shown)
  const problems = problemsOf(form, shown)
  const goOn = (): void => {
    const isReady = problems.length === 0 && unread.length === 0
    setStep(
      isReady ? { name: 'review', idempotencyKey: newIdempotencyKey() } : { name: 'fill', areProblemsShown: true },
    )
  }
  const sign = (idempotencyKey: string): Promise<void> =>
    act.run(async () => {
      if (signer === null) return
      try {
        const body = requestOf(signer.id, answers, shown)
        const { signOffs } = await call(signOffsApi.signOff, { id: asked.statement.id }, body, { idempotencyKey })
        setStep({ name: 'done', signOffs })
        onChanged()
      } catch (failure) {
        if (!(failure instanceof Refusal) || !WORDS_MOVED.includes(failure.code)) throw failure
        // The words on the screen are no longer those on the server: fetch them, and read again.
        setStep(BACK_TO_ANSWER)
        alertNow(t('signoff.changed.title'))
        onChanged()
      }
    })

  if (step.name === 'done' && signer !== null) {
    return (
      <Receipt
        statement={asked.statement.title}
        statementHref={`/statements/${asked.statement.id}`}
        organisation={signer.name}
        person={me.name}
        signOffs={step.signOffs}
        sections={sections}
        onMore={() => {
          setForm(startForm(asked, signers, signer))
          setStep(ON_TO_ANSWERS)
        }}
      />
    )
  }
  if (step.name === 'review' && signer !== null) {
    return (
      <AnswerReview
        organisation={signer.name}
        assurance={me.assurance}
        answers={answers}
        sections={sections}
        shown={shown}
        act={act}
        onBack={() => setStep(BACK_TO_ANSWER)}
        onSign={() => void sign(step.idempotencyKey)}
      />
    )
  }
  const areProblemsShown = step.name === 'fill' && step.areProblemsShown
  const isTrusted = asked.revisions.every(({ isSame }) => isSame)
  return (
    <>
      <WhoSigns
        signers={signers}
        chosen={form.organisationId}
        error={areProblemsShown && signer === null ? t('signoff.problem.organisation-missing') : null}
        onChoose={(id) => {
          const alreadyAnswered = answeredSections(askedSections(asked, id))
          onEvent({ kind: 'organisation', organisationId: id, alreadyAnswered })
        }}
      />
      {gone.map((id) => (
        <p key={id} class="note note-wait">
          {t('signoff.changed.unlocked', {
            title: tName(asked.statement.sections.find((section) => section.id === id)?.title ?? {}),
          })}
        </p>
      ))}
      {changed.length > 0 && (
        <ChangedNote
          sections={sections.filter(({ sectionId }) => changed.includes(sectionId))}
          unread={unread}
          onRead={confirm}
        />
      )}
      <section class="frozen-sections">
        <h2>{t('signoff.read')}</h2>
        {asked.revisions.map((checked) => (
          <FrozenSection
            key={checked.revision.sectionId}
            checked={checked}
            sectionNumber={sectionNumber(asked.statement, checked.revision.sectionId)}
            earlier={earlier.get(checked.revision.sectionId)}
            headingLevel={3}
          />
        ))}
        {isTrusted && <p class="hint">{t('signoff.digest.computed')}</p>}
      </section>
      <section class="answer">
        <ArrivalHeading arrivals={step.name === 'fill' && step.focus === 'answer' ? 1 : 0}>
          {t('signoff.answer')}
        </ArrivalHeading>
        <AnswerForm form={form} sections={sections} problems={areProblemsShown ? problems : []} onEvent={onEvent} />
        {areProblemsShown && <Problems problems={problems} changed={unread} sections={sections} />}
        <div class="actions">
          <Button kind="primary" why={isTrusted ? null : t('signoff.digest.differs')} onClick={goOn}>
            {t('signoff.review')}
          </Button>
        </div>
      </section>
      {signer !== null && (
        <EarlierAnswers
          organisation={signer.name}
          answers={answersOfOrganisation(asked, signer.id)}
          names={asked.names}
          mayWithdraw
          isArrivedAt={step.name === 'fill' && step.focus === 'earlier'}
          onWithdrawn={onChanged}
        />
      )}
    </>
  )
}

/** After these the person must see the words anew. */
const WORDS_MOVED: readonly string[] = ['text-changed', 'section-not-locked']

function useWarningOnLeave(form: SignOffForm, step: Step): void {
  const isWorthKeeping = step.name !== 'done' && hasWords(form)
  useEffect(() => askBeforeLeaving(() => (isWorthKeeping ? t('signoff.leave') : null)), [isWorthKeeping])
}

function hasWords(form: SignOffForm): boolean {
  const all = [form.reservation, ...Object.values(form.exceptions).map((one) => one.reservation)]
  return all.some((words) => (words.en ?? '').trim() !== '' || (words.km ?? '').trim() !== '')
}

function startForm(asked: Asked, signers: readonly Signer[], chosen?: Signer): SignOffForm {
  const signer = chosen ?? (signers.length === 1 ? signers[0] : undefined)
  if (signer === undefined) return emptyForm
  const alreadyAnswered = answeredSections(askedSections(asked, signer.id))
  return nextForm(emptyForm, { kind: 'organisation', organisationId: signer.id, alreadyAnswered })
}

function answeredSections(sections: readonly AskedSection[]): SectionId[] {
  return sections.filter(({ isAnswered }) => isAnswered).map(({ sectionId }) => sectionId)
}
