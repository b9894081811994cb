/** One locked section as it is put before a person to sign: exactly the frozen words, and their codes. */
import type { FrozenText } from '../../shared/api/texts.ts'
import { writtenNumber } from '../../shared/language/numbers.ts'
import type { CanonicalBlock } from '../../shared/section-text/canonical.ts'
import type { Language } from '../../shared/names.ts'
import { Icon } from '../ui/icon.tsx'
import { language, t, tDateTime } from '../ui/language.ts'
import { TextBlocks } from '../ui/text-blocks.tsx'
import { changedBlocks, type CheckedRevision } from './frozen.ts'
import { FullDigests, ShortCodes } from './short-code.tsx'

export function FrozenSection(props: {
  checked: CheckedRevision
  sectionNumber: number
  /** The words that this person, or their organisation, had before them earlier; paragraphs that differ are marked. */
  earlier?: readonly FrozenText[] | undefined
  headingLevel: 2 | 3
}) {
  const { checked, sectionNumber } = props
  const { revision } = checked
  const Heading = props.headingLevel === 2 ? 'h2' : 'h3'
  // Each text has its own title below; the heading of them all is in the reader's language where it can be.
  const titled = checked.texts.find((text) => text.language === language.value) ?? checked.texts[0]
  return (
    <article class="frozen-section" id={revision.sectionId}>
      <Heading lang={titled?.language}>
        {writtenNumber(sectionNumber, titled?.language ?? language.value)}. {titled?.title}
      </Heading>
      <p class="hint">
        <Icon name="lock" /> {t('signoff.locked-at', { number: revision.number, date: tDateTime(revision.lockedAt) })}
      </p>
      <div class={`texts texts-${checked.texts.length}`}>
        {checked.texts.map((text) => (
          <FrozenTextView
            key={text.language}
            text={text}
            sectionNumber={sectionNumber}
            earlier={props.earlier?.find((one) => one.language === text.language)?.blocks}
            headingLevel={props.headingLevel}
          />
        ))}
      </div>
      <ShortCodes digests={checked.digests} />
      <FullDigests digests={checked.digests} fullDigest={checked.fullDigest} />
      {!checked.isSame && (
        <p class="note note-bad">
          <Icon name="warning" /> <span>{t('signoff.digest.differs')}</span>
        </p>
      )}
    </article>
  )
}

function FrozenTextView(props: {
  text: FrozenText
  sectionNumber: number
  earlier: readonly CanonicalBlock[] | undefined
  headingLevel: 2 | 3
}) {
  const { text, earlier } = props
  const marked = earlier && {
    blocks: changedBlocks(earlier, text.blocks),
    label: t('signoff.changed-paragraph'),
  }
  const Heading = props.headingLevel === 2 ? 'h3' : 'h4'
  return (
    <section class="frozen-text" aria-label={regionName(text)}>
      <Heading class="text-language" lang={text.language}>
        <span class="language-name">{LANGUAGE_OWN_NAMES[text.language]}</span> {text.title}
      </Heading>
      {text.blocks.length === 0 || text.words === 0 ? <p class="hint">{t('section.empty')}</p> : null}
      <TextBlocks
        blocks={text.blocks}
        language={text.language}
        sectionNumber={props.sectionNumber}
        marked={marked}
        headingLevel={4}
      />
    </section>
  )
}

/** Each language by its own name, so that its readers find it whatever the page speaks. */
const LANGUAGE_OWN_NAMES: Readonly<Record<Language, string>> = { en: 'English', km: 'ភាសាខ្មែរ' }

function regionName(text: FrozenText): string {
  return t('signoff.text', { title: text.title, language: t(`section.language.${text.language}`) })
}
