/** The two languages of a statement. Order matters: `en` stands before `km` in every digest. */
export const LANGUAGES = ['en', 'km'] as const
export type Language = (typeof LANGUAGES)[number]

/** A name or a title in one or both languages; at least one of them is there. */
export interface LocalName {
  readonly en?: string
  readonly km?: string
}

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'km'
}

/** The name in the reader's language, else in the other one. */
export function nameIn(name: LocalName, language: Language): string {
  return name[language] ?? name.en ?? name.km ?? ''
}

/** A name out of its two columns; a language that isn't there is left out, not null. */
export function localNameOf(en: string | null, km: string | null): LocalName {
  return { ...(en === null ? {} : { en }), ...(km === null ? {} : { km }) }
}

/**
 * Whether there is anything to see in these words. A zero-width space, a joiner or a blank letter
 * is none, though it is no white space either.
 */
export function isSeen(words: string | undefined): words is string {
  return words !== undefined && /[^\s\p{Z}\p{C}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/u.test(words)
}
