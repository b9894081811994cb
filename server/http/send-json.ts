/** Sends an answer, compressed where that spares a thin line something. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Request, Response } from 'express'

const compress = promisify(gzip)

/** About what one packet carries: below it nothing is won. */
const COMPRESS_FROM_BYTES = 1_400

export async function sendJson(
  request: Request,
  response: Response,
  answer: { status: number; body: string },
): Promise<void> {
  response.status(answer.status).type('application/json').vary('Accept-Encoding')
  const bytes = Buffer.from(answer.body, 'utf8')
  if (bytes.length < COMPRESS_FROM_BYTES || request.acceptsEncodings('gzip') !== 'gzip') {
    response.send(bytes)
    return
  }
  response.set('Content-Encoding', 'gzip')
  response.send(await compress(bytes))
}
