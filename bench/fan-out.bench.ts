/**
 * What one delivered edit costs the server: the whole server, which checks each update and has it
 * on the disk before anybody is shown it, beside a bare relay that sends each message on to the
 * others unread. The same clients write to both, from a process of their own, in turns.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { serveClients, type Order, type Played } from './fan-out-clients.ts'
import { serveRelay, serveSamaki, type Served } from './fan-out-servers.ts'
import { median, ratio, report, spread, standsOn, table, takeTurns, type Reading } from './measure.ts'

const ROOMS = 5
const PEOPLE = 20
const EDITS_PER_SECOND = 4
const SECONDS = 2
const LIMIT_MS = 90_000

const role = process.argv[2]
if (role === 'samaki') await serveSamaki({ rooms: ROOMS, people: PEOPLE })
else if (role === 'relay') await serveRelay({ rooms: ROOMS, people: PEOPLE })
else if (role === 'clients') serveClients()
else await compare()

async function compare(): Promise<void> {
  const children = ['samaki', 'relay', 'clients'].map((name) =>
    fork(fileURLToPath(import.meta.url), [name], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  ) as [ChildProcess, ChildProcess, ChildProcess]
  const [samaki, relay, clients] = children
  try {
    const [ours, bare] = await Promise.all([answerOf<Served>(samaki), answerOf<Served>(relay)])
    const candidates = [
      { name: 'relay', server: relay, lines: bare.lines, isSamaki: false, hasMarks: false },
      { name: 'samaki', server: samaki, lines: ours.lines, isSamaki: true, hasMarks: false },
      { name: 'samaki with marks', server: samaki, lines: ours.linesWithMarks, isSamaki: true, hasMarks: true },
    ]
    for (const { name, lines, isSamaki, hasMarks } of candidates) {
      await ask<Played>(clients, { kind: 'open', name, lines, isSamaki, hasMarks } satisfies Order)
    }
    const results = await takeTurns(
      candidates.map(({ name, server }) => ({
        name,
        run: async () => {
          await ask(server, 'start')
          const play: Order = { kind: 'play', name, seconds: SECONDS, editsPerSecond: EDITS_PER_SECOND }
          const played = await ask<Played>(clients, play)
          const reading = await ask<Reading>(server, 'stop')
          const expected = played.edits * (PEOPLE - 1)
          if (played.deliveries !== expected) {
            throw new Error(`${name}: ${played.deliveries} of ${expected} deliveries arrived`)
          }
          return { ...reading, ...played }
        },
      })),
      LIMIT_MS,
    )
    tell(results)
  } finally {
    for (const child of children) child.kill()
  }
}

type Sample = Reading & Played

function tell(results: ReadonlyMap<string, { readonly kept: readonly Sample[]; readonly thrownAway: number }>): void {
  const cost = ({ cpuMs, deliveries }: Sample): number => (cpuMs / deliveries) * 100
  const relayCost = median((results.get('relay')?.kept ?? []).map(cost))
  const labels: Readonly<Record<string, string>> = {
    relay: 'bare `ws` relay',
    samaki: 'Samaki, as a stock y-websocket client speaks to it',
    'samaki with marks': 'Samaki, with a mark after each edit, as our own page asks whether it is saved',
  }
  const rows = [...results].map(([name, measured]) => [
    labels[name] ?? name,
    spread(measured.kept.map(cost), 2),
    ratio(median(measured.kept.map(cost)), relayCost),
    spread(
      measured.kept.map(({ frames, edits }) => frames / edits),
      1,
    ),
    standsOn(measured),
  ])
  report([
    '## Fan-out',
    '',
    `${ROOMS} rooms × ${PEOPLE} people × ${EDITS_PER_SECOND} edits a second for ${SECONDS} s: CPU seconds of the server's process for`,
    '100,000 deliveries, where a delivery is one edit at one other person. Every run counts what arrived, edit by edit,',
    'and fails when one is missing. Samaki checks each update and has it on the disk before it is sent on; the relay keeps',
    'nothing and reads nothing. Edits are single Khmer letters; nobody moves a caret.',
    '',
    ...table([
      ['Server', 'CPU s for 100,000 deliveries', 'Ratio to the relay', 'Frames sent for each edit', 'Runs'],
      ...rows,
    ]),
    '',
    'Edits that reach the disk together leave as one frame, which is why Samaki may send fewer frames than the relay.',
  ])
}

function ask<Answer>(child: ChildProcess, question: Order | 'start' | 'stop'): Promise<Answer> {
  const answer = answerOf<Answer>(child)
  child.send(question)
  return answer
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as Answer)
    })
  })
}
