/** Who has this section open now: names from the server, each once, with the colour of their caret. */
import { useEffect, useState } from 'preact/hooks'
import { me } from '../net/session.ts'
import { language, langOf, t, tName } from '../ui/language.ts'
import type { OpenText } from './open-texts.ts'
import { peoplePresent, type PresentPerson } from './people-present.ts'

export function PeopleHere(props: { texts: readonly OpenText[] }) {
  const people = usePresence(props.texts)
  const others = people.filter(({ personId }) => personId !== me.value?.id)
  return (
    <section class="people-here" aria-labelledby="people-here-title">
      <h2 id="people-here-title">{t('section.present')}</h2>
      {others.length === 0 ? (
        <p class="hint">{t('section.present.none')}</p>
      ) : (
        <ul>
          {others.map((person) => (
            <li key={person.personId}>
              <span class="caret-colour" style={{ background: person.color }} aria-hidden="true" />{' '}
              <span lang={langOf(person.name)}>{tName(person.name)}</span>
              {person.organisation !== null && (
                <span class="hint" lang={langOf(person.organisation)}>
                  {' '}
                  · {tName(person.organisation)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function usePresence(texts: readonly OpenText[]): PresentPerson[] {
  const awarenesses = texts.map(({ connection }) => connection.document.value.awareness)
  const [, setChanges] = useState(0)
  useEffect(() => {
    const changed = (): void => setChanges((before) => before + 1)
    for (const awareness of awarenesses) awareness.on('change', changed)
    return () => {
      for (const awareness of awarenesses) awareness.off('change', changed)
    }
    // A kept copy puts a fresh document in the place of the refused one, with its own presence.
  }, awarenesses)
  const collator = new Intl.Collator(language.value)
  const states = awarenesses.flatMap((awareness) => [...awareness.getStates().values()])
  return peoplePresent(states, (a, b) => collator.compare(tName(a), tName(b)))
}
