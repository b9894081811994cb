/** The process: starts the server, and ends it in order when it is told to. */
import { CannotStart } from './base/cannot-start.ts'
import { startServer } from './main.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

try {
  const server = await startServer(process.env, say)
  let isClosing = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A terminal sends Ctrl+C to the whole group, so the same wish may arrive twice.
      if (isClosing) return
      isClosing = true
      void server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  if (!(error instanceof CannotStart)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
