import { LinkButton } from '../ui/button.tsx'
import { t } from '../ui/language.ts'
import { Page } from '../ui/page.tsx'

/** A path that nothing answers to: mistyped, cut off in a message, or of a newer version. */
export function NotFoundPage() {
  return (
    <Page title={t('home.not-found')} lead={<p>{t('home.not-found-why')}</p>}>
      <LinkButton href="/" kind="primary">
        {t('home.to-statements')}
      </LinkButton>
    </Page>
  )
}
