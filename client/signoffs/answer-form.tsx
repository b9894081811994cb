/** The fields of an answer: one position for all sections, its words, and exceptions section by section. */
import type { SectionId } from '../../shared/ids.ts'
import { LANGUAGES, type Language, type LocalName } from '../../shared/names.ts'
import { POSITIONS, type Position } from '../../shared/signoffs.ts'
import { RadioGroup, SelectField, TextArea, type Choice } from '../ui/field.tsx'
import { t, tName, tNumber } from '../ui/language.ts'
import { exceptionOf, type FormEvent, type FormProblem, type SectionChoice, type SignOffForm } from './sign-off-form.ts'

export interface AskedSection {
  readonly sectionId: SectionId
  readonly number: number
  readonly title: LocalName
  /** The organisation has a valid answer for these very words. */
  readonly isAnswered: boolean
}

export function AnswerForm(props: {
  form: SignOffForm
  sections: readonly AskedSection[]
  /** Empty until the person asked to go on. */
  problems: readonly FormProblem[]
  onEvent: (event: FormEvent) => void
}) {
  const { form, sections, problems, onEvent } = props
  const isMissing = (sectionId: SectionId | null): boolean =>
    problems.some((one) => one.kind === 'reservation-missing' && one.sectionId === sectionId)
  return (
    <div class="answer-form">
      <RadioGroup
        legend={t('signoff.position')}
        value={form.position}
        choices={POSITIONS.map(positionChoice)}
        error={problems.some((one) => one.kind === 'position-missing') ? t('signoff.problem.position-missing') : null}
        onChange={(position) => onEvent({ kind: 'position', position })}
      />
      {form.position === 'reservation' && (
        <ReservationFields
          words={form.reservation}
          error={isMissing(null) ? t('signoff.problem.reservation-missing') : null}
          onWords={(language, words) => onEvent({ kind: 'words', language, words })}
        />
      )}
      {sections.length > 1 && (
        <fieldset class="group exceptions">
          <legend>{t('signoff.exceptions')}</legend>
          {sections.map((section) => (
            <ExceptionFields
              key={section.sectionId}
              form={form}
              section={section}
              isMissing={isMissing(section.sectionId)}
              onEvent={onEvent}
            />
          ))}
        </fieldset>
      )}
      {sections.length === 1 &&
        sections.map(
          (section) =>
            section.isAnswered && (
              <ExceptionFields
                key={section.sectionId}
                form={form}
                section={section}
                isMissing={false}
                onEvent={onEvent}
              />
            ),
        )}
    </div>
  )
}

function ExceptionFields(props: {
  form: SignOffForm
  section: AskedSection
  isMissing: boolean
  onEvent: (event: FormEvent) => void
}) {
  const { section, onEvent } = props
  const { sectionId } = section
  const { choice, reservation } = exceptionOf(props.form, sectionId)
  return (
    <div class="exception">
      <SelectField
        label={t('signoff.exception', { title: `${tNumber(section.number)}. ${tName(section.title)}` })}
        value={choice}
        choices={choicesFor(section)}
        onChange={(chosen) => onEvent({ kind: 'choice', sectionId, choice: chosen })}
      />
      {choice === 'reservation' && (
        <ReservationFields
          words={reservation}
          of={section.title}
          error={props.isMissing ? t('signoff.problem.reservation-missing-for', { title: tName(section.title) }) : null}
          onWords={(language, words) => onEvent({ kind: 'section-words', sectionId, language, words })}
        />
      )}
    </div>
  )
}

function ReservationFields(props: {
  words: LocalName
  of?: LocalName
  error: string | null
  onWords: (language: Language, words: string) => void
}) {
  return (
    <div class="reservation">
      {LANGUAGES.map((language, index) => (
        <TextArea
          key={language}
          label={
            props.of === undefined
              ? t(`signoff.reservation.${language}`)
              : `${t(`signoff.reservation.${language}`)}: ${tName(props.of)}`
          }
          hint={t('signoff.reservation.hint')}
          lang={language}
          value={props.words[language] ?? ''}
          maxLength={10_000}
          error={index === 0 ? props.error : null}
          onInput={(words) => props.onWords(language, words)}
        />
      ))}
    </div>
  )
}

function positionChoice(position: Position): Choice<Position> {
  return { value: position, label: t(`signoff.position.${position}`), hint: t(`signoff.position.${position}.hint`) }
}

function choicesFor(section: AskedSection): Choice<SectionChoice>[] {
  return [
    { value: 'same', label: t('signoff.exception.same') },
    ...POSITIONS.map((position) => ({ value: position, label: t(`signoff.position.${position}`) })),
    { value: 'leave', label: t(section.isAnswered ? 'signoff.exception.keep' : 'signoff.exception.leave') },
  ]
}
