import { isRefusalCode } from '../../shared/refusals.ts'
import { DARA, SOKHA } from '../testing/open-texts.ts'
import { SOCKET_LIMITS, SocketCounts } from './sockets.ts'

/** Opens so many at each place, and answers the refusal it met. */
function refusalOf(work: () => void): string | null {
  try {
    work()
    return null
  } catch (error) {
    const { code } = error as { code?: unknown }
    return isRefusalCode(code) ? code : String(error)
  }
}

it('[SYNC-48] a person has 40 sockets in all, 8 in one text; others have their own, and a closed one makes room', () => {
  const counts = new SocketCounts(SOCKET_LIMITS)
  const close: (() => void)[] = []
  for (let text = 0; text < 5; text += 1) {
    for (let count = 0; count < 8; count += 1) close.push(counts.add(SOKHA, `text ${text}`))
  }
  expect(close).toHaveLength(40)
  expect(refusalOf(() => counts.add(SOKHA, 'text 9'))).toBe('too-many-sockets')
  expect(refusalOf(() => counts.add(DARA, 'text 0'))).toBeNull()
  close[0]!()
  expect(refusalOf(() => counts.add(SOKHA, 'text 1'))).toBe('too-many-sockets')
  expect(refusalOf(() => counts.add(SOKHA, 'text 9'))).toBeNull()
})
