/**
 * A paper as one HTML file that needs nothing else: no script, no other file, no line. It is the
 * form to give to a person who reads with a screen reader: every block says its language,
 * headings have no gaps, landmarks and links lead about, and it can be printed.
 */
import { createHash } from 'node:crypto'
import { htmlStyle } from './html-style.ts'
import {
  isKhmer,
  type Paper,
  type PaperBlock,
  type PaperLine,
  type PaperPart,
  type PaperRun,
  type PaperTable,
} from './paper.ts'

/** `khmerFont` is the WOFF2 of a Khmer typeface to embed; without it the reader's own fonts are used. */
export function writeHtml(paper: Paper, khmerFont: Uint8Array | null): string {
  const style = htmlStyle(
    khmerFont,
    paper.draftMarks.map((mark) => mark.text),
  )
  const styleHash = createHash('sha256').update(style).digest('base64')
  const [main] = paper.languages
  return [
    '<!DOCTYPE html>',
    `<html lang="${main}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; font-src data:; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(documentTitle(paper))}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<a class="skip" href="#text">${escaped(paper.labels.skipToText.text)}</a>`,
    ...titlePage(paper),
    ...contents(paper),
    '<main id="text" tabindex="-1">',
    ...paper.parts.filter((part) => part.kind === 'section').flatMap((part) => partLines(part)),
    ...notes(paper),
    ...paper.parts.filter((part) => part.kind === 'annex').flatMap((part) => partLines(part)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function documentTitle(paper: Paper): string {
  const [mark] = paper.draftMarks
  return mark === undefined ? paper.title : `${mark.text} – ${paper.title}`
}

function titlePage(paper: Paper): string[] {
  const [first, ...others] = paper.titlePage.titles
  return [
    '<header>',
    ...paper.draftMarks.map((mark) => `<p class="draft"${langOf(mark.language)}>${escaped(mark.text)}</p>`),
    ...(first === undefined ? [] : [`<h1${langOf(first.language)}>${escaped(first.text)}</h1>`]),
    ...others.map((title) => lineIn('p', title, ' class="title"')),
    ...paper.titlePage.lines.map((line) => lineIn('p', line, ' class="about"')),
    '</header>',
  ]
}

function contents(paper: Paper): string[] {
  const entries = paper.parts.map((part) => {
    const number = part.number === '' ? '' : `${part.number}. `
    return `<li><a href="#${part.id}"${langOf(part.language)}>${number}${inline(part.heading, part.language)}</a></li>`
  })
  const { contents: label } = paper.labels
  return [
    '<nav aria-labelledby="contents">',
    `<h2 id="contents"${langOf(label.language)}>${escaped(label.text)}</h2>`,
    '<ul>',
    ...entries,
    '</ul>',
    '</nav>',
  ]
}

function partLines(part: PaperPart): string[] {
  const number = part.number === '' ? '' : `<span class="number">${part.number}.</span> `
  const calls = part.noteNumbers
    .map((note) => `<sup><a href="#note-${note}" id="call-${note}">${note}</a></sup>`)
    .join(' ')
  return [
    `<section class="${part.kind}" aria-labelledby="${part.id}"${langOf(part.language)}>`,
    `<h2 id="${part.id}">${number}${inline(part.heading, part.language)}${calls === '' ? '' : ` ${calls}`}</h2>`,
    ...part.blocks.flatMap((block) => blockLines(block, part.language)),
    '</section>',
  ]
}

/** Every block says its language, also where it is the same: a block may be copied out alone. */
function blockLines(block: PaperBlock, around: string): string[] {
  switch (block.kind) {
    case 'heading':
      return [
        `<h${block.level + 1}${langOf(block.language)}>${inline(block.runs, block.language)}</h${block.level + 1}>`,
      ]
    case 'paragraph': {
      const number = block.number === null ? '' : `<span class="number">${block.number}</span> `
      const look = block.number !== null ? ' class="numbered"' : block.isAside === true ? ' class="about"' : ''
      return [`<p${look}${langOf(block.language)}>${number}${inline(block.runs, block.language)}</p>`]
    }
    case 'quote':
      return ['<blockquote>', ...block.blocks.flatMap((inner) => blockLines(inner, around)), '</blockquote>']
    case 'list': {
      const tag = block.isOrdered ? 'ol' : 'ul'
      const start = block.isOrdered && block.start !== 1 ? ` start="${block.start}"` : ''
      const items = block.items.flatMap((item) => itemLines(item, around))
      return [`<${tag}${start}${langOf(languageOfItems(block.items, around))}>`, ...items, `</${tag}>`]
    }
    case 'table':
      return tableLines(block)
  }
}

/** An item of one paragraph is a line; only a longer one holds blocks. */
function itemLines(item: readonly PaperBlock[], around: string): string[] {
  const [only] = item
  if (item.length === 1 && only?.kind === 'paragraph') {
    return [`<li${langOf(only.language)}>${inline(only.runs, only.language)}</li>`]
  }
  return ['<li>', ...item.flatMap((block) => blockLines(block, around)), '</li>']
}

/** The signs before the items are in the language of the first of them. */
function languageOfItems(items: readonly (readonly PaperBlock[])[], around: string): string {
  const first = items[0]?.[0]
  return first !== undefined && 'language' in first ? first.language : around
}

function tableLines(table: PaperTable): string[] {
  const row = ([head, value]: readonly [string, string]) =>
    `<tr><th scope="row">${escaped(head)}</th><td><code>${escaped(value)}</code></td></tr>`
  return [
    `<table${langOf(table.language)}>`,
    `<caption>${escaped(table.caption)}</caption>`,
    `<thead><tr>${table.head.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...table.rows.map(row),
    '</tbody>',
    '</table>',
  ]
}

function notes(paper: Paper): string[] {
  if (paper.notes.length === 0) return []
  const { notes: label } = paper.labels
  return [
    `<section class="notes" aria-labelledby="notes"${langOf(label.language)}>`,
    `<h2 id="notes">${escaped(label.text)}</h2>`,
    '<ol>',
    ...paper.notes.flatMap((note) => [
      `<li id="note-${note.number}">`,
      ...note.paragraphs.map((runs) => {
        const language = runs[0]?.language ?? label.language
        return `<p${langOf(language)}>${inline(runs, language)}</p>`
      }),
      `<p><a href="#call-${note.number}"${langOf(paper.labels.backToText.language)}>${escaped(paper.labels.backToText.text)} ${note.number}</a></p>`,
      '</li>',
    ]),
    '</ol>',
    '</section>',
  ]
}

function inline(runs: readonly PaperRun[], around: string): string {
  return runs.map((run) => inlineRun(run, around)).join('')
}

function inlineRun(run: PaperRun, around: string): string {
  let html = escaped(run.text)
  if (run.isCode === true) html = `<code>${html}</code>`
  if (run.isEm === true) html = `<em>${html}</em>`
  if (run.isStrong === true) html = `<strong>${html}</strong>`
  const href = run.note === undefined ? safeAddress(run.href) : `#note-${run.note}`
  const lang = run.language === around ? '' : langOf(run.language)
  if (href !== null) return `<a href="${escaped(href)}"${lang} rel="noopener noreferrer">${html}</a>`
  return lang === '' ? html : `<span${lang}>${html}</span>`
}

/** Only addresses that lead to a page or a mailbox; anything else is shown as words alone. */
function safeAddress(href: string | undefined): string | null {
  return href !== undefined && /^(https?:\/\/|mailto:)/i.test(href) ? href : null
}

function lineIn(tag: string, line: PaperLine, attributes: string): string {
  return `<${tag}${attributes}${langOf(line.language)}>${escaped(line.text)}</${tag}>`
}

function langOf(language: string): string {
  return ` lang="${escaped(isKhmer(language) ? 'km' : language)}"`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}
