/**
 * A person's line to the house: a TCP relay that can be cut and mended. Cutting ends every
 * connection at once and refuses new ones, as a lost signal does; the browser is told nothing.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'

export interface Line {
  readonly url: string
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openLine(targetPort: number): Promise<Line> {
  const open = new Set<Socket>()
  let isCut = false
  const server: Server = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(targetPort, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend: () => {
      isCut = false
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
