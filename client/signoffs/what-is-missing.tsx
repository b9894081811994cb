/** What stands between a filled-in answer and the signature: sections to read again, and fields to mend. */
import { useEffect, useRef } from 'preact/hooks'
import type { SectionId } from '../../shared/ids.ts'
import { CheckField } from '../ui/field.tsx'
import { t, tName, tNumber } from '../ui/language.ts'
import type { AskedSection } from './answer-form.tsx'
import type { FormProblem } from './sign-off-form.ts'

/** Stays, with its boxes ticked, when everything has been read: what a person pressed does not vanish under them. */
export function ChangedNote(props: {
  sections: readonly AskedSection[]
  unread: readonly SectionId[]
  onRead: (sectionId: SectionId, isRead: boolean) => void
}) {
  return (
    <section class="note note-wait note-block">
      <h2>{t('signoff.changed.title')}</h2>
      <p>{t('signoff.changed.explain')}</p>
      {props.sections.map(({ sectionId, number, title }) => (
        <div key={sectionId}>
          <p>
            <a href={`#${sectionId}`}>
              {tNumber(number)}. {tName(title)}
            </a>
          </p>
          <CheckField
            label={t('signoff.changed.confirm', { title: tName(title) })}
            isChecked={!props.unread.includes(sectionId)}
            onChange={(isRead) => props.onRead(sectionId, isRead)}
          />
        </div>
      ))}
    </section>
  )
}

/** Takes the focus whenever it says something new, because it answers the button that was pressed. */
export function Problems(props: {
  problems: readonly FormProblem[]
  changed: readonly SectionId[]
  sections: readonly AskedSection[]
}) {
  const box = useRef<HTMLDivElement>(null)
  const titleOf = (id: SectionId | null): string =>
    tName(props.sections.find((one) => one.sectionId === id)?.title ?? {})
  const sentences = [
    ...props.changed.map((id) => t('signoff.problem.read-again', { title: titleOf(id) })),
    ...props.problems.map((problem) =>
      problem.kind === 'reservation-missing' && problem.sectionId !== null
        ? t('signoff.problem.reservation-missing-for', { title: titleOf(problem.sectionId) })
        : t(`signoff.problem.${problem.kind}`),
    ),
  ]
  useEffect(() => {
    if (sentences.length > 0) box.current?.focus()
  }, [sentences.length])
  if (sentences.length === 0) return null
  return (
    <div class="note note-bad note-block problems" tabIndex={-1} ref={box}>
      <p>
        <strong>{t('signoff.problems')}</strong>
      </p>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}
