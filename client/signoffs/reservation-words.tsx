import { LANGUAGES, type LocalName } from '../../shared/names.ts'

/** A reservation as it was written, in each language that has words. */
export function ReservationWords(props: { words: LocalName }) {
  return (
    <>
      {LANGUAGES.map((language) => {
        const words = props.words[language]
        if (words === undefined || words === '') return null
        return (
          <blockquote key={language} class="reservation-words" lang={language}>
            {words}
          </blockquote>
        )
      })}
    </>
  )
}
