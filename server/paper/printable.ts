/** What neither XML nor HTML can carry, or what would turn a line around on paper: control characters but for tab and line feed, bidirectional controls, lone surrogates. */
const NOT_PRINTABLE = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu

/** The same words with a visible replacement sign for each character that no file may hold. */
export function printable(text: string): string {
  return text.replace(NOT_PRINTABLE, '\ufffd')
}

/** A file name that every system takes: no path, no reserved sign, not too long, whatever the title holds. */
export function fileNameOf(title: string, suffix: string, extension: string): string {
  const words = printable(title)
    .replace(/[\u2060\ufeff\ufffd]/g, '')
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .replace(/^[\s.\u200b]+|[\s.\u200b]+$/g, '')
  return `${shortened(words) || 'statement'} (${suffix}).${extension}`
}

/** 180 bytes: with the suffix it stays under the 255 that file systems allow, and a Khmer letter takes three. */
const FILE_NAME_BYTES_MAX = 180

/** The year that a title often ends with: it tells this file from last year's. */
const YEAR_AT_END = /[0-9\u17e0-\u17e9]{4}$/

/** Cut between words; the year at the end stays. Breaks between Khmer words show where those are, and are left out. */
function shortened(words: string): string {
  const whole = withoutBreaks(words)
  if (Buffer.byteLength(whole) <= FILE_NAME_BYTES_MAX) return whole
  const year = YEAR_AT_END.exec(whole)?.[0]
  const end = year === undefined ? '…' : `… ${year}`
  const room = FILE_NAME_BYTES_MAX - Buffer.byteLength(end)
  const start = fitting(words, 'word', room) || fitting(words, 'grapheme', room)
  return `${start}${end}`
}

/** As many whole pieces from the beginning as have room. */
function fitting(words: string, granularity: 'word' | 'grapheme', bytesMax: number): string {
  let out = ''
  for (const { segment } of new Intl.Segmenter('km', { granularity }).segment(words)) {
    const longer = out + withoutBreaks(segment)
    if (Buffer.byteLength(longer) > bytesMax) break
    out = longer
  }
  return out.trim()
}

function withoutBreaks(words: string): string {
  return words.replaceAll('\u200b', '')
}
