/** What a person may have typed or pasted into the sign-in form, made clean or found wrong. */

/** Codes are 8 letters and digits, without those that are taken for others. */
const CODE_LENGTH = 8

/** The code as the server knows it, or null. A pasted code brings spaces, dashes and small letters with it. */
export function cleanCode(pasted: string): string | null {
  const code = toLatinDigits(pasted)
    .replace(/[\s\u200b\u00a0\-–—]/g, '')
    .toUpperCase()
  return code.length === CODE_LENGTH && /^[A-Z0-9]+$/.test(code) ? code : null
}

/** Something that can be an address; whether it is one, only the mail shows. */
export function isEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(value.trim())
}

/** A path of ours to go to, else the first page: a link from elsewhere must not lead away from here. */
export function safePlace(to: string | null): string {
  if (to === null || !to.startsWith('/') || to.startsWith('//') || /[\\\s]/.test(to)) return '/'
  return to.startsWith('/sign-in') || to.startsWith('/api/') || to.startsWith('/in/') ? '/' : to
}

/** A Khmer keyboard writes ០ to ៩. */
function toLatinDigits(text: string): string {
  return text.replace(/[\u17e0-\u17e9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x17e0 + 0x30))
}
