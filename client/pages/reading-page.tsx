/** The whole statement to read and to print: in one language or both side by side, with paragraph numbers. */
import { statementsApi, type SectionSummary, type StatementDetail } from '../../shared/api/statements.ts'
import { textsApi, type TextOnDisk } from '../../shared/api/texts.ts'
import { writtenNumber } from '../../shared/language/numbers.ts'
import { isLanguage, nameIn, type Language, type LocalName } from '../../shared/names.ts'
import { call } from '../net/api-client.ts'
import { StateBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/field.tsx'
import { langOf, language as pageLanguage, t, tDate, tDateTime, tName } from '../ui/language.ts'
import { navigate, type PageProps } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { RemoteView, useRemote } from '../ui/remote.tsx'
import { TextBlocks } from '../ui/text-blocks.tsx'

type Reading = Language | 'both'

interface ReadingContent {
  readonly statement: StatementDetail
  readonly sections: readonly { section: SectionSummary; texts: readonly TextOnDisk[] }[]
  readonly loadedAt: string | null
}

export function ReadingPage(props: PageProps) {
  const id = props.params.id ?? ''
  const content = useRemote((signal) => loadReading(id, signal), id)
  const statement = content.state === 'ready' ? content.value.statement : null
  const reading = readingOf(props.query.get('in'), statement)
  return (
    <Page
      title={statement && nameIn(statement.title, titleLanguage(reading))}
      lang={statement === null ? undefined : languageOfName(statement.title, titleLanguage(reading))}
      back={{ href: `/statements/${id}`, label: t('statement.back-to') }}
      width={reading === 'both' ? 'wide' : 'text'}
      lead={content.state === 'ready' && <Standing content={content.value} reading={reading} />}
    >
      <RemoteView remote={content}>
        {(value) => (
          <>
            <ReadingChoice statement={value.statement} reading={reading} path={`/statements/${id}/read`} />
            <Contents content={value} reading={reading} />
            {value.sections.map(({ section, texts }, index) => (
              <SectionToRead key={section.id} section={section} texts={texts} number={index + 1} reading={reading} />
            ))}
          </>
        )}
      </RemoteView>
    </Page>
  )
}

/** What kind of text this is: on paper nobody sees the address it came from. */
function Standing(props: { content: ReadingContent; reading: Reading }) {
  const { statement, loadedAt } = props.content
  const { finalAt, title } = statement
  const other = titleLanguage(props.reading) === 'en' ? 'km' : 'en'
  const draft = loadedAt === null ? '' : t('statement.draft-of', { date: tDateTime(loadedAt) })
  return (
    <>
      {props.reading === 'both' && title[other] !== undefined && (
        <p class="second-name" lang={other}>
          {title[other]}
        </p>
      )}
      <p>
        <StateBadge state={statement.state} />{' '}
        {finalAt === null ? draft : t('statement.final-text', { date: tDate(finalAt) })}
      </p>
    </>
  )
}

/** The statement is named in the language that is read; side by side, in the reader's own. */
function titleLanguage(reading: Reading): Language {
  return reading === 'both' ? pageLanguage.value : reading
}

/** The language that a name in `wanted` really stands in, where that is not the page's. */
function languageOfName(name: LocalName, wanted: Language): Language | undefined {
  const stands = name[wanted] === undefined ? (name.en === undefined ? 'km' : 'en') : wanted
  return stands === pageLanguage.value ? undefined : stands
}

function ReadingChoice(props: { statement: StatementDetail; reading: Reading; path: string }) {
  const { statement, reading, path } = props
  return (
    <div class="reading-choice no-print">
      {statement.languages.length > 1 && (
        <RadioGroup<Reading>
          legend={t('statement.read-in')}
          layout="row"
          value={reading}
          onChange={(chosen) => navigate(`${path}?in=${chosen}`, { isSamePage: true })}
          choices={[
            { value: 'km', label: t('common.khmer') },
            { value: 'en', label: t('common.english') },
            { value: 'both', label: t('statement.side-by-side') },
          ]}
        />
      )}
      <Button icon="file" onClick={() => window.print()}>
        {t('statement.print')}
      </Button>
    </div>
  )
}

function Contents(props: { content: ReadingContent; reading: Reading }) {
  const { sections } = props.content
  if (sections.length < 2) return null
  return (
    <nav class="contents no-print" aria-labelledby="contents">
      <h2 id="contents">{t('statement.contents')}</h2>
      <ol>
        {sections.map(({ section }) => (
          <li key={section.id}>
            <a href={`#${section.id}`} lang={langOf(section.title)}>
              {tName(section.title)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function SectionToRead(props: {
  section: SectionSummary
  texts: readonly TextOnDisk[]
  number: number
  reading: Reading
}) {
  const { section, number, reading } = props
  const shown = props.texts.filter((text) => reading === 'both' || text.language === reading)
  return (
    <section class={shown.length > 1 ? 'reading reading-both' : 'reading'} id={section.id}>
      {shown.map((text, index) => (
        <article key={text.id} lang={text.language} aria-label={text.title}>
          {/* The second language's title is the same heading said again, so it is not counted as another. */}
          {index === 0 ? (
            <h2>
              {writtenNumber(number, text.language)}. {text.title}
            </h2>
          ) : (
            <p class="second-title">
              {writtenNumber(number, text.language)}. {text.title}
            </p>
          )}
          {text.blocks.length === 0 || text.words === 0 ? (
            <p class="hint" lang={pageLanguage.value}>
              {t('statement.empty-text')}
            </p>
          ) : (
            <TextBlocks blocks={text.blocks} language={text.language} sectionNumber={number} headingLevel={3} />
          )}
        </article>
      ))}
      {section.state !== 'locked' && (
        <p class="reading-state">
          <StateBadge state={section.state} />
        </p>
      )}
    </section>
  )
}

/** What was asked for, else the reader's language, else the only one there is. */
function readingOf(asked: string | null, statement: StatementDetail | null): Reading {
  const languages = statement?.languages ?? [pageLanguage.value]
  const [first] = languages
  if (asked === 'both' && languages.length > 1) return 'both'
  if (isLanguage(asked) && languages.includes(asked)) return asked
  return languages.includes(pageLanguage.value) ? pageLanguage.value : (first ?? 'en')
}

async function loadReading(id: string, signal: AbortSignal): Promise<ReadingContent> {
  const statement = await call(statementsApi.load, { id }, null, { signal })
  const sections = await Promise.all(
    statement.sections.map(async (section) => ({
      section,
      texts: await Promise.all(section.texts.map((text) => call(textsApi.load, { id: text.id }, null, { signal }))),
    })),
  )
  return { statement, sections, loadedAt: latestEdit(statement) }
}

/** The text is as it was at its last edit; a draft is dated by that and not by the reader's clock. */
function latestEdit(statement: StatementDetail): string | null {
  const edits = statement.sections.flatMap((section) => section.texts.flatMap((text) => text.lastEditAt ?? []))
  return edits.sort().at(-1) ?? null
}
