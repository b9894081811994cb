import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const NUMBER = /\b[A-Z]{2,8}-\d+\b/g

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* testFiles(path)
    else if (/\.(test|e2e)\.tsx?$/.test(entry.name)) yield path
  }
}

/** Numbers in square brackets in the names of tests, also those that a list of cases brings along. */
function testedNumbers(): Set<string> {
  const folders = ['server', 'client', 'shared', 'e2e']
  const files = [...folders.flatMap((folder) => [...testFiles(folder)]), 'architecture.test.ts', 'rules.test.ts']
  const found = files.flatMap((path) => readFileSync(path, 'utf8').match(/\[[A-Z]{2,8}-\d+\]/g) ?? [])
  return new Set(found.map((number) => number.slice(1, -1)))
}

describe('docs/RULES.md', () => {
  const text = readFileSync('docs/RULES.md', 'utf8')
  const ruled = [...text.matchAll(/\*\*([A-Z]{2,8}-\d+)\*\*/g)].map((match) => match[1]!)
  const tested = testedNumbers()

  it('[RULE-1] every number stands once, with a sentence', () => {
    expect(ruled.filter((number, index) => ruled.indexOf(number) !== index)).toEqual([])
    expect(ruled.length).toBeGreaterThan(100)
    expect(text.split('\n').filter((line) => line.startsWith('- **') && !/\*\* .{10,}\.$/.test(line))).toEqual([])
    expect((text.match(NUMBER) ?? []).length).toBeGreaterThanOrEqual(ruled.length)
  })

  it('[RULE-2] every promise is in the name of a test, and every numbered test has its promise', () => {
    expect(ruled.filter((number) => !tested.has(number))).toEqual([])
    expect([...tested].filter((number) => !ruled.includes(number)).sort()).toEqual([])
  })
})
