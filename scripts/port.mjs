/** Looks whether the server will get its port, before minutes are spent on installing and building. */
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Ends this process with the server's own sentence when another program has the port. Everything
 * else that may be wrong with PORT and HOST is left to the server, which knows how to say it.
 */
export async function checkPort(env) {
  const port = env.PORT?.trim() || '3000'
  const host = env.HOST?.trim() || '127.0.0.1'
  if (!/^\d{1,5}$/.test(port) || Number(port) === 0 || Number(port) > 65_535) return
  const probe = createServer()
  try {
    probe.listen(Number(port), host)
    await once(probe, 'listening')
  } catch (error) {
    if (error.code !== 'EADDRINUSE') return
    console.error(`Port ${Number(port)} on ${host} is in use by another program; stop it, or set PORT to another.`)
    process.exit(1)
  }
  probe.close()
  await once(probe, 'close')
}
