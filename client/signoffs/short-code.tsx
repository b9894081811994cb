/** A code as people compare it, short; and the whole of it for those who check by machine. */
import { LANGUAGES, type Language } from '../../shared/names.ts'
import type { Digests } from '../../shared/signoffs.ts'
import { t } from '../ui/language.ts'
import { shortCodeOf } from './frozen.ts'

/** The short codes of all languages that are there, each with its language in words. */
export function ShortCodes(props: { digests: Digests }) {
  return (
    <ul class="short-codes">
      {languagesOf(props.digests).map(([language, digest]) => (
        <li key={language}>
          <span class="hint">{t(`section.language.${language}`)}</span> <code>{shortCodeOf(digest)}</code>
        </li>
      ))}
    </ul>
  )
}

/** The full codes, closed until someone asks. */
export function FullDigests(props: { digests: Digests; fullDigest?: string }) {
  return (
    <details class="digests">
      <summary>{t('signoff.details')}</summary>
      <dl>
        {languagesOf(props.digests).map(([language, digest]) => (
          <div key={language}>
            <dt>
              {t('signoff.digest')}, {t(`section.language.${language}`)}
            </dt>
            <dd>
              <code class="digest">{digest}</code>
            </dd>
          </div>
        ))}
        {props.fullDigest !== undefined && (
          <div>
            <dt>{t('signoff.full-digest')}</dt>
            <dd>
              <code class="digest">{props.fullDigest}</code>
            </dd>
          </div>
        )}
      </dl>
    </details>
  )
}

function languagesOf(digests: Digests): [Language, string][] {
  return LANGUAGES.flatMap((language): [Language, string][] => {
    const digest = digests[language]
    return digest === undefined ? [] : [[language, digest]]
  })
}
