/** What the page behind a one-time link looks like. Every value is escaped on its way in. */
import type { Request } from 'express'
import type { TokenPreview } from '../../shared/api/sessions.ts'
import { letters as en } from '../../shared/language/en/letters.ts'
import { letters as km } from '../../shared/language/km/letters.ts'
import { fillSentence } from '../../shared/language/say.ts'
import { isLanguage, nameIn, type Language } from '../../shared/names.ts'

export const SIGN_IN_STYLE_PATH = '/sign-in-page.css'

/** `?language=` of the switch on the page, else the person's own, else the browser's first that is ours. */
export function languageOf(request: Request, own: Language | null = null): Language {
  const asked = request.query['language']
  if (isLanguage(asked)) return asked
  if (own !== null) return own
  return request.acceptsLanguages('en', 'km') === 'km' ? 'km' : 'en'
}

export function renderQuestion(page: {
  language: Language
  preview: TokenPreview
  token: string
  formKey: string
  isFormStale: boolean
}): string {
  const { language, preview } = page
  const say = saying(language)
  const name = nameIn(preview.person.name, language)
  const organisation = preview.person.organisations.map((one) => nameIn(one, language)).join(', ')
  const question =
    organisation === '' ? say('link.question', { name }) : say('link.questionOrganisation', { name, organisation })
  const inviter = preview.invitedBy === null ? '' : say('link.invitedBy', { name: nameIn(preview.invitedBy, language) })
  return renderPage({
    language,
    title: say('link.title'),
    token: page.token,
    main: `
      <h1>${escape(question)}</h1>
      ${inviter === '' ? '' : `<p>${escape(inviter)}</p>`}
      ${page.isFormStale ? `<p class="note" role="alert">${escape(say('link.reload'))}</p>` : ''}
      <form method="post" action="/in/${escape(page.token)}?language=${language}">
        <input type="hidden" name="key" value="${escape(page.formKey)}">
        <p><label><input type="checkbox" name="shared" value="yes"> ${escape(say('link.shared'))}</label></p>
        <p class="acts">
          <button type="submit">${escape(say('link.continue'))}</button>
          <a class="other" href="/sign-in">${escape(say('link.someoneElse'))}</a>
        </p>
      </form>`,
  })
}

export function renderMessage(page: {
  language: Language
  kind: 'used' | 'expired' | 'sent'
  /** Null: there is no person a new one could be sent to. */
  token: string | null
  formKey: string
  goesTo?: string | null
}): string {
  const say = saying(page.language)
  const titles = { used: 'link.usedTitle', expired: 'link.expiredTitle', sent: 'link.sentTitle' } as const
  const texts = { used: 'link.usedText', expired: 'link.expiredText', sent: 'link.sentText' } as const
  const goesTo = page.goesTo ?? null
  const renewal =
    page.token === null
      ? ''
      : `<form method="post" action="/in/${escape(page.token)}/renew?language=${page.language}">
          <input type="hidden" name="key" value="${escape(page.formKey)}">
          <button type="submit">${escape(say('link.sendNew'))}</button>
        </form>`
  return renderPage({
    language: page.language,
    title: say(titles[page.kind]),
    token: page.token,
    main: `
      <h1>${escape(say(titles[page.kind]))}</h1>
      <p>${escape(say(texts[page.kind]))}</p>
      ${goesTo === null ? '' : `<p><a class="go" href="${escape(goesTo)}">${escape(say('link.goOn'))}</a></p>`}
      ${renewal}
      <p><a class="other" href="/sign-in">${escape(say('link.signIn'))}</a></p>`,
  })
}

function renderPage(page: { language: Language; title: string; token: string | null; main: string }): string {
  const { language } = page
  const link = (to: Language, words: string): string =>
    to === language
      ? `<span lang="${to}" aria-current="true">${words}</span>`
      : `<a lang="${to}" hreflang="${to}" href="?language=${to}">${words}</a>`
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escape(page.title)} · Samaki</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${SIGN_IN_STYLE_PATH}">
  </head>
  <body>
    <header>
      <strong>Samaki <span lang="km">សាមគ្គី</span></strong>
      ${page.token === null ? '' : `<nav>${link('km', 'ភាសាខ្មែរ')} | ${link('en', 'English')}</nav>`}
    </header>
    <main>${page.main}
    </main>
  </body>
</html>
`
}

function saying(language: Language) {
  const sentences = language === 'en' ? en : km
  return (key: keyof typeof en, values: Readonly<Record<string, string>> = {}): string =>
    fillSentence(language, sentences[key], values)
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

/** Small enough for the thinnest line; the colours are those of the client. */
export const SIGN_IN_STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf6; --ink: #1c2528; --act: #0f5d70; --act-ink: #fff; --line: #7f8a8c; --focus: #b3470d; --note: #fbe7e3 }
@media (prefers-color-scheme: dark) { :root { --paper: #11191c; --ink: #e9ece8; --act: #7fc9d9; --act-ink: #08262e; --line: #7d9094; --focus: #ffb672; --note: #3b1b17 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Khmer', Battambang, sans-serif; overflow-wrap: break-word }
:lang(km) { line-height: 1.9 }
header, main { max-width: 38rem; margin: 0 auto; padding: 1rem }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: center }
nav a, nav span { display: inline-block; padding: .5rem .25rem }
h1 { font-size: 1.6rem; line-height: 1.35; text-wrap: balance }
h1:lang(km) { line-height: 1.8 }
a { color: var(--act) }
label { display: block; padding-block: .5rem }
input[type=checkbox] { inline-size: 1.25rem; block-size: 1.25rem; vertical-align: -.25rem; margin-inline-end: .4rem }
button, .go, .other { display: inline-block; min-block-size: 2.75rem; padding: .5rem 1.25rem; border: 1px solid var(--act); border-radius: .5rem; font: inherit; text-decoration: none }
button, .go { background: var(--act); color: var(--act-ink); cursor: pointer }
.other { border-color: var(--line) }
.acts { display: flex; flex-wrap: wrap; gap: .75rem }
.note { background: var(--note); border-inline-start: .25rem solid currentColor; padding: .5rem .75rem }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
@media (forced-colors: active) { button, .go { border: 2px solid ButtonText } }
`
