/** What neither XML nor HTML can carry, or what would turn a line around on paper: control characters but for tab and line feed, bidirectional controls, lone surrogates. */
const NOT_PRINTABLE = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu

/** The same words with a visible replacement sign for each character that no file may hold. */
export function printable(text: string): string {
  return text.replace(NOT_PRINTABLE, '\ufffd')
}

/** A file name that every system takes: no path, no reserved sign, not too long, whatever the title holds. */
export function fileNameOf(title: string, suffix: string, extension: string): string {
  const words = printable(title)
    .replace(/[\u200b\u2060\ufeff\ufffd]/g, '')
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  return `${shortened(words) || 'statement'} (${suffix}).${extension}`
}

/** 180 bytes: with the suffix it stays under the 255 that file systems allow, and a Khmer letter takes three. */
const FILE_NAME_BYTES_MAX = 180

function shortened(words: string): string {
  let out = ''
  for (const { segment } of new Intl.Segmenter('km', { granularity: 'grapheme' }).segment(words)) {
    if (Buffer.byteLength(out + segment) > FILE_NAME_BYTES_MAX) break
    out += segment
  }
  return out.trim()
}
