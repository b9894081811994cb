/**
 * The words of a kept copy: first exactly those that were not taken, as a list that the ear finds
 * too, then the paragraphs in which they stand, with the same words marked.
 */
import type { Language } from '../../shared/names.ts'
import { runsOf, type KeptLine, type KeptPiece } from '../../shared/section-text/kept-lines.ts'
import type { KeptCopy } from '../net/kept-copies.ts'
import { t } from '../ui/language.ts'

export function KeptWords(props: { copy: KeptCopy; language: Language }) {
  const { copy, language } = props
  const { inserted, removed, isAllNew } = refusedWords(copy)
  return (
    <>
      {isAllNew ? (
        <p class="kept-label">{t('section.kept.not-taken')}</p>
      ) : (
        <>
          <Runs label={t('section.kept.not-taken')} runs={inserted} tag="ins" language={language} />
          <Runs label={t('section.kept.not-removed')} runs={removed} tag="del" language={language} />
          {inserted.length + removed.length > 0 && <p class="kept-label">{t('section.kept.whole')}</p>}
        </>
      )}
      <blockquote class="kept-words" lang={language}>
        {copy.lines === undefined || copy.lines.length === 0 ? copy.plain : copy.lines.map(Line)}
      </blockquote>
    </>
  )
}

/** What is copied and downloaded: the exact words first, then what was removed, then the whole paragraphs. */
export function wordsToTake(copy: KeptCopy): string {
  const { inserted, removed, isAllNew } = refusedWords(copy)
  if (isAllNew || inserted.length + removed.length === 0) return copy.plain
  return [
    inserted.join('\n'),
    removed.length === 0 ? '' : `${t('section.kept.not-removed')}\n${removed.join('\n')}`,
    copy.plain === '' ? '' : `${t('section.kept.whole')}\n${copy.plain}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

interface RefusedWords {
  readonly inserted: readonly string[]
  readonly removed: readonly string[]
  /** Nothing around them stands on the server: saying the exact words apart would say all twice. */
  readonly isAllNew: boolean
}

function refusedWords(copy: KeptCopy): RefusedWords {
  const lines: readonly KeptLine[] = copy.lines ?? []
  const inserted = runsOf(lines, 'ins')
  const removed = runsOf(lines, 'del')
  return { inserted, removed, isAllNew: removed.length === 0 && lines.length > 0 && inserted.join('\n') === copy.plain }
}

function Runs(props: { label: string; runs: readonly string[]; tag: 'ins' | 'del'; language: Language }) {
  const Tag = props.tag
  if (props.runs.length === 0) return null
  return (
    <>
      <p class="kept-label">{props.label}</p>
      <ul class="kept-runs" lang={props.language} aria-label={props.label}>
        {props.runs.map((words, index) => (
          <li key={index}>
            <Tag>{words}</Tag>
          </li>
        ))}
      </ul>
    </>
  )
}

function Line(line: KeptLine, index: number) {
  return (
    <>
      {index > 0 && '\n'}
      {line.map(Piece)}
    </>
  )
}

function Piece({ kind, text }: KeptPiece) {
  if (kind === 'same') return text
  return kind === 'ins' ? <ins>{text}</ins> : <del>{text}</del>
}
