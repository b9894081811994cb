import type { StatementDetail } from '../../shared/api/statements.ts'
import { assertNever } from '../../shared/assert.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { langOf, t, tDate, tName } from '../ui/language.ts'
import { lacksOf, type Lack } from './needs.ts'

/** For a coordinator: what each statement still lacks. */
export function MissingList(props: { statements: readonly StatementDetail[] }) {
  const lacking = props.statements.filter((statement) => lacksOf(statement).length > 0)
  if (lacking.length === 0) return null
  return (
    <section aria-labelledby="missing">
      <h2 id="missing">{t('home.missing')}</h2>
      <ul class="cards">
        {lacking.map((statement) => (
          <li class="card" key={statement.id}>
            <h3>
              <a href={`/statements/${statement.id}`} lang={langOf(statement.title)}>
                {tName(statement.title)}
              </a>
            </h3>
            <ul class="plain-list">
              {lacksOf(statement).map((lack) => (
                <li key={lack.kind}>
                  <Icon name={ICONS[lack.kind]} /> {lackWords(lack)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}

const ICONS: Readonly<Record<Lack['kind'], IconName>> = {
  open: 'pencil',
  review: 'eye',
  'may-start-signing': 'check',
  signatures: 'people',
  'all-signed': 'seal',
}

function lackWords(lack: Lack): string {
  switch (lack.kind) {
    case 'open':
      return t('home.missing-open', { count: lack.count })
    case 'review':
      return t('home.missing-review', { count: lack.count })
    case 'may-start-signing':
      return t('home.missing-signing')
    case 'signatures': {
      const words = t('home.missing-signatures', { count: lack.count, total: lack.total })
      return lack.until === null ? words : `${words} · ${t('home.missing-deadline', { date: tDate(lack.until) })}`
    }
    case 'all-signed':
      return t('home.all-signed')
    default:
      return assertNever(lack)
  }
}
