import type { StatementDetail } from '../../shared/api/statements.ts'
import { langOf, t, tName } from '../ui/language.ts'
import { ProgressBar } from '../ui/progress-bar.tsx'

/** The way of the statement as pictures, each with its numbers in words. */
export function StatementProgress(props: { statement: StatementDetail }) {
  const { sections, signedOrganisations } = props.statement
  if (sections.length === 0) return null
  const count = (state: string): number => sections.filter((section) => section.state === state).length
  const { asked, signed } = signedOrganisations
  const locked = sections.filter((section) => section.state === 'locked')
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{t('statement.progress')}</h2>
      <div class="two-columns">
        <ProgressBar
          label={t('statement.progress-sections')}
          total={sections.length}
          parts={[
            { label: t('statement.progress-locked', { count: count('locked') }), value: count('locked'), tone: 'done' },
            {
              label: t('statement.progress-review', { count: count('review') }),
              value: count('review'),
              tone: 'waiting',
            },
            { label: t('statement.progress-open', { count: count('open') }), value: 0, tone: 'none' },
          ]}
        />
        <ProgressBar
          label={t('statement.progress-organisations')}
          total={asked}
          parts={[
            { label: t('statement.progress-signed', { count: signed }), value: signed, tone: 'done' },
            { label: t('statement.progress-unsigned', { count: asked - signed }), value: 0, tone: 'none' },
          ]}
        />
      </div>
      {locked.length > 0 && (
        <figure class="signed-by-section">
          <figcaption>{t('statement.progress-by-section')}</figcaption>
          {locked.map((section) => (
            <div class="bar-row" key={section.id}>
              <span lang={langOf(section.title)}>{tName(section.title)}</span>
              <span class="bar" aria-hidden="true">
                <span
                  class="progress-done"
                  style={{ inlineSize: share(section.signOffs.endorsed, section.signOffs.asked) }}
                />
                <span
                  class="progress-partly"
                  style={{ inlineSize: share(section.signOffs.withReservation, section.signOffs.asked) }}
                />
              </span>
              <span>
                {t('statement.signed-of', {
                  count: section.signOffs.endorsed + section.signOffs.withReservation,
                  asked: section.signOffs.asked,
                })}
              </span>
            </div>
          ))}
        </figure>
      )}
    </section>
  )
}

function share(part: number, whole: number): string {
  return `${(100 * part) / Math.max(1, whole)}%`
}
