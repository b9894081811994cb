/** The words of the letters we send: English first, then Khmer, each whole in itself. */
import { letters as en } from '../../shared/language/en/letters.ts'
import { letters as km } from '../../shared/language/km/letters.ts'
import { fillSentence } from '../../shared/language/say.ts'
import { LANGUAGES, nameIn, type Language, type LocalName } from '../../shared/names.ts'
import type { Letter } from './mail.ts'

const SENTENCES = { en, km } as const

export function invitationLetter(letter: {
  to: string
  name: LocalName
  inviter: LocalName | null
  link: string
}): Letter {
  const paragraphs = LANGUAGES.map((language) => {
    const say = saying(language)
    const name = nameIn(letter.name, language)
    const invited =
      letter.inviter === null
        ? say('letter.inviteTextNobody', {})
        : say('letter.inviteText', { inviter: nameIn(letter.inviter, language) })
    return [
      say('letter.greeting', { name }),
      `${invited} ${say('letter.inviteLink', {})}`,
      letter.link,
      say('letter.forYou', { name }),
    ]
  })
  return { to: letter.to, subject: subject('letter.inviteSubject'), text: joined(paragraphs) }
}

export function signInLetter(letter: { to: string; name: LocalName; link: string; code: string }): Letter {
  // Shown in two halves, which are easier to copy from one screen to another.
  const code = `${letter.code.slice(0, 4)}-${letter.code.slice(4)}`
  const paragraphs = LANGUAGES.map((language) => {
    const say = saying(language)
    const name = nameIn(letter.name, language)
    return [
      say('letter.greeting', { name }),
      say('letter.signInText', {}),
      letter.link,
      say('letter.code', { code }),
      `${say('letter.forYou', { name })} ${say('letter.notAsked', {})}`,
    ]
  })
  return { to: letter.to, subject: subject('letter.signInSubject'), text: joined(paragraphs) }
}

function saying(language: Language) {
  return (key: keyof typeof en, values: Readonly<Record<string, string>>) =>
    fillSentence(language, SENTENCES[language][key], values)
}

function subject(key: keyof typeof en): string {
  return `Samaki: ${en[key]} · ${km[key]}`
}

function joined(languages: readonly (readonly string[])[]): string {
  return `${languages.map((paragraphs) => paragraphs.join('\n\n')).join('\n\n---\n\n')}\n`
}
