/** The last look before the signature: for whom, which answer on which words, and what it binds. */
import type { LocalName } from '../../shared/names.ts'
import type { Assurance } from '../../shared/people.ts'
import { Outage } from '../net/api-client.ts'
import { Button } from '../ui/button.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { FailureNote, type Act } from '../ui/failure.tsx'
import { langOf, t, tName, tNumber } from '../ui/language.ts'
import type { AskedSection } from './answer-form.tsx'
import { ReservationWords } from './reservation-words.tsx'
import { inStatementOrder } from './section-order.ts'
import { ShortCodes } from './short-code.tsx'
import type { Answer, ShownSection } from './sign-off-form.ts'
import { useFocusOnce } from './use-focus-once.ts'

export function AnswerReview(props: {
  organisation: LocalName
  assurance: Assurance
  answers: readonly Answer[]
  sections: readonly AskedSection[]
  shown: readonly ShownSection[]
  act: Act
  onBack: () => void
  onSign: () => void
}) {
  const { act } = props
  const heading = useFocusOnce<HTMLHeadingElement>()
  return (
    <section class="answer-review">
      <h2 tabIndex={-1} ref={heading}>
        {t('signoff.review.title')}
      </h2>
      <p lang={langOf(props.organisation)}>
        {t('signoff.review.explain', { organisation: tName(props.organisation) })}
      </p>
      <DataTable
        caption={t('signoff.review.title')}
        columns={[
          { label: t('signoff.column.section'), isRowHeader: true },
          { label: t('signoff.column.answer') },
          { label: t('signoff.column.codes') },
        ]}
        rows={inStatementOrder(props.answers, props.sections).map((answer) => {
          const section = props.sections.find((one) => one.sectionId === answer.sectionId)
          const digests = props.shown.find((one) => one.sectionId === answer.sectionId)?.digests ?? {}
          return {
            key: answer.sectionId,
            cells: [
              <span lang={section && langOf(section.title)}>
                {section && `${tNumber(section.number)}. ${tName(section.title)}`}
              </span>,
              <span>
                {t(`signoff.position.${answer.position}`)}
                {answer.reservation !== null && <ReservationWords words={answer.reservation} />}
              </span>,
              <ShortCodes digests={digests} />,
            ],
          }
        })}
      />
      <p class="hint">{t('signoff.review.binding', { assurance: t(`signoff.assurance.${props.assurance}`) })}</p>
      <FailureNote failure={act.failure} />
      {act.failure instanceof Outage && <p class="hint">{t('signoff.offline')}</p>}
      <div class="actions">
        <Button kind="primary" icon="seal" isBusy={act.isBusy} onClick={props.onSign}>
          {t('signoff.sign')}
        </Button>
        <Button onClick={props.onBack}>{t('signoff.review.back')}</Button>
      </div>
    </section>
  )
}
