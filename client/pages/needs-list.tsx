import { me } from '../net/session.ts'
import { StateBadge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { langOf, t, tDate, tName } from '../ui/language.ts'
import type { Need } from './needs.ts'

/** Each line is one act, with the link that leads straight to it. */
export function NeedsList(props: { needs: readonly Need[] }) {
  if (props.needs.length === 0) return <p class="hint">{t('home.nothing-needed')}</p>
  return (
    <ul class="cards">
      {props.needs.map((need) =>
        need.kind === 'write' ? (
          <WriteNeed key={need.section.id} need={need} />
        ) : (
          <SignOffNeed key={`${need.statement.id} ${need.organisationId}`} need={need} />
        ),
      )}
    </ul>
  )
}

function WriteNeed(props: { need: Extract<Need, { kind: 'write' }> }) {
  const { statement, section, isReview } = props.need
  return (
    <li class="card need">
      <Icon name={isReview ? 'eye' : 'pencil'} />
      <div>
        <a class="need-link" href={`/statements/${statement.id}/sections/${section.id}`} lang={langOf(section.title)}>
          {tName(section.title)}
        </a>
        <p>
          <StateBadge state={section.state} /> {t(isReview ? 'home.review-section' : 'home.open-section-of-group')} ·{' '}
          <span lang={langOf(statement.title)}>{tName(statement.title)}</span>
        </p>
      </div>
    </li>
  )
}

function SignOffNeed(props: { need: Extract<Need, { kind: 'sign-off' }> }) {
  const { statement, organisationId, unanswered, changed } = props.need
  const organisation = me.value?.organisations.find((one) => one.id === organisationId)
  const name = tName(organisation?.name ?? {})
  return (
    <li class="card need need-sign">
      <Icon name="seal" />
      <div>
        <a class="need-link" href={`/statements/${statement.id}/sign-off?organisation=${organisationId}`}>
          {changed > 0
            ? t('home.sign-off-again', { organisation: name, count: changed })
            : t('home.sign-off-waiting', { organisation: name, count: unanswered })}
        </a>
        <p>
          <span lang={langOf(statement.title)}>{tName(statement.title)}</span>
          {statement.signingUntil !== null && (
            <> · {t('home.sign-off-until', { date: tDate(statement.signingUntil) })}</>
          )}
        </p>
      </div>
    </li>
  )
}
