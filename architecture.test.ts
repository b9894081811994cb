import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Lower may never import higher. A folder missing from this list fails the test. */
const FLOORS: Record<string, readonly string[]> = {
  server: ['base', 'db', 'domain', 'sync paper', 'http commands', '.', 'testing'],
  client: ['net', 'ui', 'editor', 'review signoffs', 'pages', '.'],
}

interface Edge {
  readonly from: string
  readonly to: string
}

function* sourceFiles(folder: string): Generator<string> {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sourceFiles(path)
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path
  }
}

/** Counts `import type` too: a type from the floor above is still knowledge of the floor above. */
function importsOf(path: string, text = readFileSync(path, 'utf8')): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)]
    .map((match) => normalize(join(dirname(path), match[1]!)))
    .filter((to) => !to.endsWith('.css'))
}

function floorOf(path: string): { side: string; floor: number } {
  const [side, folder, ...rest] = path.split('/') as [string, string, ...string[]]
  if (side === 'shared') return { side, floor: -1 }
  const floor = FLOORS[side]?.findIndex((names) => names.split(' ').includes(rest.length > 0 ? folder : '.')) ?? -1
  if (floor < 0) throw new Error(`${path}: its folder has no floor`)
  return { side, floor }
}

function isCrossing({ from, to }: Edge): boolean {
  return floorOf(to).side !== 'shared' && floorOf(to).side !== floorOf(from).side
}

function isUpOrAcross({ from, to }: Edge): boolean {
  const lower = floorOf(from)
  const upper = floorOf(to)
  if (lower.side !== upper.side || lower.side === 'shared') return false
  const sameRoom = from.split('/')[1] === to.split('/')[1]
  return (
    upper.floor > lower.floor ||
    (upper.floor === lower.floor && !sameRoom && upper.floor !== FLOORS[upper.side]!.indexOf('.'))
  )
}

describe('architecture', () => {
  const files = ['server', 'client', 'shared'].flatMap((side) => [...sourceFiles(side)])
  const edges: Edge[] = files.flatMap((from) => importsOf(from).map((to) => ({ from, to })))

  it('[ARCH-1] sees the imports at all, and an upward one would be caught', () => {
    expect(edges.length).toBeGreaterThan(50)
    const upward = importsOf('server/db/example.ts', "import type { A } from '../domain/people.ts'")
    expect(upward.map((to) => isUpOrAcross({ from: 'server/db/example.ts', to }))).toEqual([true])
    const across = importsOf('server/sync/example.ts', "const x = await import('../paper/paper.ts')")
    expect(across.map((to) => isUpOrAcross({ from: 'server/sync/example.ts', to }))).toEqual([true])
  })

  it('[ARCH-2] the server and the client meet only in shared/', () => {
    expect(edges.filter(isCrossing)).toEqual([])
  })

  it('[ARCH-3] imports go down, never up and never across', () => {
    expect(edges.filter(isUpOrAcross)).toEqual([])
  })

  it('[ARCH-4] every relative import names a file that is there, with its ending', () => {
    expect(edges.filter(({ to }) => !existsSync(to))).toEqual([])
  })

  it('[ARCH-5] time and randomness come in from outside', () => {
    const clockFiles = ['server/base/clock.ts', 'client/net/clock.ts']
    const offenders = files.filter((path) => !clockFiles.includes(path) && !path.startsWith('server/testing/'))
    expect(
      offenders.filter((path) => /\bDate\.now\(\)|\bMath\.random\(\)|new Date\(\)/.test(readFileSync(path, 'utf8'))),
    ).toEqual([])
  })

  it('[ARCH-6] shared/ touches neither Node nor the page', () => {
    const offenders = files.filter((path) => path.startsWith('shared/'))
    expect(
      offenders.filter((path) =>
        /from ['"]node:|\bwindow\.|\bdocument\.(createElement|querySelector|getElementById|body|documentElement|cookie)/.test(
          readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
        ),
      ),
    ).toEqual([])
  })
})
