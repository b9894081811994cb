/**
 * The text of a section as it is read, out of canonical blocks: what the server has on disk, or
 * what a lock has frozen. Paragraphs carry their number, `3.12`, which is also on every print, so
 * that people can speak of a place. Everything in the blocks is shown, also what this version
 * does not know: a sign-off is for what stands on the screen.
 */
import type { ComponentChildren } from 'preact'
import type { Language } from '../../shared/names.ts'
import {
  isTextblock,
  type CanonicalBlock,
  type CanonicalTextblock,
  type Run,
} from '../../shared/section-text/canonical.ts'
import { paragraphNumbers, placeNumber } from '../../shared/section-text/numbering.ts'
import '../styles/section.css'

export function TextBlocks(props: {
  blocks: readonly CanonicalBlock[]
  language: Language
  /** The place of the section in the statement: the number before the point. */
  sectionNumber?: number | undefined
  /** Blocks to be marked, with the words of the mark. */
  marked?: { readonly blocks: ReadonlySet<CanonicalTextblock>; readonly label: string } | undefined
  /** The level of the smallest heading number, 2, in the page around it. */
  headingLevel?: 2 | 3 | 4
}) {
  const numbers = paragraphNumbers(props.blocks)
  const show = (block: CanonicalBlock): ComponentChildren => {
    if (!isTextblock(block)) return <Container block={block}>{block.children.map(show)}</Container>
    const number = numbers.get(block)
    const mark = props.marked?.blocks.has(block) ? props.marked.label : null
    return (
      <Textblock
        block={block}
        number={number === undefined ? null : placeNumber(props.language, props.sectionNumber ?? null, number)}
        mark={mark}
        headingShift={(props.headingLevel ?? 3) - 2}
      />
    )
  }
  return (
    <div class="section-text" lang={props.language}>
      {props.blocks.map(show)}
    </div>
  )
}

function Textblock(props: {
  block: CanonicalTextblock
  number: string | null
  mark: string | null
  headingShift: number
}) {
  const { block, number, mark } = props
  const words = block.runs.map((run) => <Words run={run} />)
  if (block.type === 'heading') {
    const Heading = headingTag((block.level ?? 2) + props.headingShift)
    return (
      <Heading lang={block.lang} class={mark === null ? undefined : 'changed'}>
        {mark !== null && <span class="changed-mark">{mark} </span>}
        {words}
      </Heading>
    )
  }
  return (
    <p lang={block.lang} class={mark === null ? undefined : 'changed'}>
      {number !== null && <span class="paragraph-number">{number}</span>}
      {mark !== null && <span class="changed-mark">{mark}</span>}
      {(number !== null || mark !== null) && ' '}
      {words}
    </p>
  )
}

function headingTag(level: number): 'h2' | 'h3' | 'h4' | 'h5' | 'h6' {
  if (level <= 2) return 'h2'
  if (level === 3) return 'h3'
  if (level === 4) return 'h4'
  return level === 5 ? 'h5' : 'h6'
}

function Container(props: { block: Exclude<CanonicalBlock, CanonicalTextblock>; children: ComponentChildren }) {
  const { block, children } = props
  switch (block.type) {
    case 'bullet_list':
      return <ul>{children}</ul>
    case 'ordered_list':
      return <ol start={block.order ?? 1}>{children}</ol>
    case 'list_item':
      return <li>{children}</li>
    case 'blockquote':
      return <blockquote>{children}</blockquote>
    case 'container':
      return <div class="unknown-container">{children}</div>
  }
}

function Words(props: { run: Run }) {
  const { run } = props
  let words: ComponentChildren = 'atom' in run ? <UnknownAtom atom={run.atom} /> : run.text
  if (run.strong) words = <strong>{words}</strong>
  if (run.em) words = <em>{words}</em>
  if (run.lang !== undefined) words = <span lang={run.lang}>{words}</span>
  if (run.link === undefined) return <>{words}</>
  // The address is part of the words that are signed, so it is shown also where it leads nowhere safe.
  if (!LEADS_SOMEWHERE_SAFE.test(run.link)) return <span title={run.link}>{words}</span>
  return (
    <a href={run.link} title={run.link} rel="noopener noreferrer" target="_blank">
      {words}
    </a>
  )
}

/** An embed of a newer version: an empty square, as in the editor and on paper; what it holds is read on asking. */
function UnknownAtom(props: { atom: unknown }) {
  return (
    <span class="unknown-atom" title={JSON.stringify(props.atom)}>
      □
    </span>
  )
}

const LEADS_SOMEWHERE_SAFE = /^(https?:\/\/|mailto:)/i
