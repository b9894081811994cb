/**
 * Letters by SMTP, when the operator has set it up. A letter is plain text, English and Khmer
 * one after the other, and names the person it is for, because several people may share one
 * mailbox. Nothing of it is logged.
 */
import { createTransport } from 'nodemailer'
import { baseUrl, type Config } from '../base/config.ts'

export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mail {
  /** False: links appear in the inviting coordinator's browser and in the operator's terminal. */
  readonly isConfigured: boolean
  /** Resolves when the mail server has taken the letter; else throws `MailNotSent`. */
  send(letter: Letter): Promise<void>
  close(): void
}

/** The mail server did not take a letter: an outage, to be tried again. */
export class MailNotSent extends Error {
  override name = 'MailNotSent'
}

/** Someone waits for the answer with a finger on the button. */
const MAIL_TIMEOUT_MS = 20_000

export function openMail(config: Config): Mail {
  if (config.smtpUrl === null) {
    const send = async (): Promise<void> => {
      throw new MailNotSent('no mail server is set up')
    }
    return { isConfigured: false, send, close: () => undefined }
  }
  const transport = createTransport(config.smtpUrl, { from: senderOf(config) })
  return {
    isConfigured: true,
    send: async (letter) => {
      try {
        await withTimeout(transport.sendMail({ ...letter, headers: { 'Auto-Submitted': 'auto-generated' } }))
      } catch (error) {
        // The library's message may quote the address and the letter; only its code goes on.
        throw new MailNotSent(error instanceof Error && 'code' in error ? String(error.code) : 'timeout')
      }
    },
    close: () => transport.close(),
  }
}

/** `?from=` in SMTP_URL, else the name that signs in there when it is an address, else samaki@ our host. */
function senderOf(config: Config): string {
  const url = new URL(config.smtpUrl ?? '')
  const from = url.searchParams.get('from')
  if (from !== null) return from
  const name = decodeURIComponent(url.username)
  if (name.includes('@')) return `Samaki <${name}>`
  return `Samaki <samaki@${new URL(baseUrl(config)).hostname}>`
}

async function withTimeout(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), MAIL_TIMEOUT_MS)
  })
  try {
    await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}
