/** The process: starts the server, and ends it in order when it is told to. */
import { CannotStart } from './base/cannot-start.ts'
import { startServer } from './main.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

// Before the start, so that whoever reads the address and asks for the end at once is heard.
const toldToEnd = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
})

try {
  const server = await startServer(process.env, say)
  await toldToEnd
  await server.close()
  process.exit(0)
} catch (error) {
  if (!(error instanceof CannotStart)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
