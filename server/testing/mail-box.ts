/** A mail server for tests: speaks enough SMTP on a port of its own and keeps the letters it was given. */
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface ReceivedLetter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface MailBox {
  /** For SMTP_URL. */
  readonly url: string
  readonly letters: ReceivedLetter[]
  /** Resolves when so many letters have come. */
  received(count: number): Promise<ReceivedLetter[]>
  /** While held, a letter is taken in but its sender gets no answer. */
  hold(): void
  release(): void
  close(): Promise<void>
}

export async function openMailBox(): Promise<MailBox> {
  const letters: ReceivedLetter[] = []
  const sockets = new Set<Socket>()
  const waiting: { count: number; resolve: (letters: ReceivedLetter[]) => void }[] = []
  let held: (() => void)[] | null = null
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket, (letter, accept) => {
      letters.push(letter)
      if (held === null) accept()
      else held.push(accept)
      for (const one of waiting) if (letters.length >= one.count) one.resolve(letters)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    received: (count) =>
      new Promise((resolve) => {
        if (letters.length >= count) resolve(letters)
        else waiting.push({ count, resolve })
      }),
    hold: () => {
      held ??= []
    },
    release: () => {
      for (const accept of held ?? []) accept()
      held = null
    },
    close: () => closeServer(server, sockets),
  }
}

function serve(socket: Socket, take: (letter: ReceivedLetter, accept: () => void) => void): void {
  let read = ''
  let to = ''
  let isData = false
  socket.write('220 test\r\n')
  socket.on('data', (bytes) => {
    read += bytes.toString('utf8')
    for (;;) {
      const end = isData ? '\r\n.\r\n' : '\r\n'
      const at = read.indexOf(end)
      if (at < 0) return
      const piece = read.slice(0, at)
      read = read.slice(at + end.length)
      if (isData) {
        isData = false
        take({ to, ...parseLetter(piece) }, () => socket.write('250 taken\r\n'))
        continue
      }
      const word = piece.slice(0, 4).toUpperCase()
      if (word === 'RCPT') to = /<([^>]*)>/.exec(piece)?.[1] ?? ''
      isData = word === 'DATA'
      if (word === 'QUIT') socket.end('221 bye\r\n')
      else socket.write(isData ? '354 go on\r\n' : '250 ok\r\n')
    }
  })
}

function parseLetter(source: string): Omit<ReceivedLetter, 'to'> {
  const at = source.indexOf('\r\n\r\n')
  const head = source.slice(0, at).replace(/\r\n[ \t]+/g, ' ')
  const body = source.slice(at + 4).replace(/^\.\./gm, '.')
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
  const encoding = header('Content-Transfer-Encoding').toLowerCase()
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? unquote(body.replace(/=\r\n/g, ''))
        : body
  return { subject: header('Subject'), text: text.replace(/\r\n/g, '\n') }
}

function unquote(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((resolve) => server.close(() => resolve()))
}
