/**
 * What a person pays before they can read and write, in bytes on the wire. Measured on the
 * build in `dist/client`; where nothing has been built there is nothing to measure.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const built = join(__dirname, '../dist/client')

interface Chunk {
  readonly file: string
  readonly name?: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}

const kB = (bytes: number): number => Math.round(bytes / 100) / 10

;(existsSync(join(built, 'manifest.json')) ? describe : describe.skip)('the built client', () => {
  const manifest: Record<string, Chunk> = existsSync(join(built, 'manifest.json'))
    ? JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8'))
    : {}
  const sizeOf = (file: string): number => brotliCompressSync(readFileSync(join(built, file))).length

  /** The files that a chunk cannot run without, itself included. */
  const withImports = (key: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(key)) return seen
    seen.add(key)
    for (const other of manifest[key]?.imports ?? []) withImports(other, seen)
    return seen
  }
  const bytesOf = (keys: Iterable<string>): number =>
    [...keys].reduce((sum, key) => sum + sizeOf(manifest[key]!.file), 0)
  const cssOf = (keys: Iterable<string>): number =>
    [...new Set([...keys].flatMap((key) => manifest[key]!.css ?? []))].reduce((sum, file) => sum + sizeOf(file), 0)
  const entry = Object.keys(manifest).find((key) => manifest[key]!.isEntry === true) ?? ''
  const shell = (): Set<string> => withImports(entry)
  const page = (name: string): Set<string> => withImports(`pages/${name}.tsx`)

  it('[UI-1] the shell’s script is at most 25 kB, its styles 8 kB, its HTML 4 kB', () => {
    expect(kB(bytesOf(shell()))).toBeLessThanOrEqual(25)
    expect(kB(cssOf(shell()))).toBeLessThanOrEqual(8)
    expect(kB(sizeOf('index.html'))).toBeLessThanOrEqual(4)
  })

  it.each(['en-front', 'en-text', 'km-front', 'km-text'])('[UI-2] the dictionary %s is at most 10 kB', (name) => {
    const keys = Object.keys(manifest).filter((key) => key.endsWith(`shared/language/${name}.ts`))
    expect(keys).toHaveLength(1)
    expect(kB(bytesOf(keys))).toBeLessThanOrEqual(10)
  })

  it('[UI-3] the first page, cold, is at most 50 kB without the font', () => {
    const first = new Set([...shell(), ...page('home-page')])
    const dictionary = Object.keys(manifest).filter((key) => key.endsWith('km-front.ts'))
    expect(kB(bytesOf(new Set([...first, ...dictionary])) + cssOf(first) + sizeOf('index.html'))).toBeLessThanOrEqual(
      50,
    )
  })

  it('[UI-4] the pages of arrival carry nothing of the editor', () => {
    const keys = [...shell(), ...page('home-page'), ...page('sign-in-page'), ...page('statement-page')]
    const sources = keys.flatMap((key): string[] => {
      const map = `${manifest[key]!.file}.map`
      return existsSync(join(built, map)) ? JSON.parse(readFileSync(join(built, map), 'utf8')).sources : []
    })
    expect(sources.some((source) => source.includes('client/shell.tsx') || source.endsWith('/shell.tsx'))).toBe(true)
    expect(sources.filter((source) => /node_modules\/(prosemirror|yjs|lib0)|client\/editor/.test(source))).toEqual([])
  })

  it('[UI-5] a section, cold, is at most 200 kB with its editor, and the editor’s own part at most 120 kB', () => {
    const arrived = shell()
    const needed = new Set(arrived)
    /** All that a page fetches by itself before one can write, step by step. */
    const follow = (key: string): void => {
      for (const chunk of withImports(key)) {
        if (needed.has(chunk)) continue
        needed.add(chunk)
        for (const later of manifest[chunk]!.dynamicImports ?? []) follow(later)
      }
    }
    follow('pages/section-page.tsx')
    const dictionaries = Object.keys(manifest).filter((key) => /km-(front|text)\.ts$/.test(key))
    const all = new Set([...needed, ...dictionaries])
    expect(kB(bytesOf(all) + cssOf(all) + sizeOf('index.html'))).toBeLessThanOrEqual(200)
    const first = new Set([...arrived, ...page('section-page')])
    expect(kB(bytesOf([...needed].filter((key) => !first.has(key))))).toBeLessThanOrEqual(120)
  })

  it('[UI-6] the Khmer font is one file of at most 40 kB', () => {
    const fonts = Object.values(manifest).filter((chunk) => /\.woff2?$/.test(chunk.file))
    expect(fonts).toHaveLength(1)
    expect(readFileSync(join(built, fonts[0]!.file)).length).toBeLessThanOrEqual(40_000)
  })
})
