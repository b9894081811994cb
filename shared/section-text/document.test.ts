import * as Y from 'yjs'
import { blockChangesOf, bodyOf, readCells, seedText } from './cells.ts'
import { canonicalBlocks } from './canonical.ts'
import { blocksOfDocument, flatOffsetAt, positionAt, rebuild, rebuildDocument } from './document.ts'
import { containmentOf } from './containers.ts'
import { nonsenseText } from './testing/nonsense.ts'
import { Random } from './testing/random.ts'

const KHMER = 'ស្ត្រី\u200Bខ្មែរ😀'

function textOf(...cells: (string | object)[]): Y.Doc {
  const doc = new Y.Doc()
  let at = 0
  for (const cell of cells) {
    if (typeof cell === 'string') bodyOf(doc).insert(at, cell)
    else bodyOf(doc).insertEmbed(at, cell)
    at += typeof cell === 'string' ? cell.length : 1
  }
  return doc
}

describe('rebuilding a text', () => {
  it('[CELL-1] any nonsense gives exactly one valid document, and nothing is written', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const doc = nonsenseText(new Random(seed))
      const before = Y.encodeStateAsUpdate(doc)
      const node = rebuildDocument(doc)
      expect(() => node.check()).not.toThrow()
      expect(node.childCount).toBeGreaterThan(0)
      expect(Buffer.compare(Y.encodeStateAsUpdate(doc), before)).toBe(0)
      const dara = new Y.Doc()
      Y.applyUpdate(dara, before)
      expect(rebuildDocument(dara).eq(node)).toBe(true)
    }
  })

  it('[CELL-2] every character of the body is shown', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const doc = nonsenseText(new Random(seed))
      const shown = rebuildDocument(doc).textContent.replaceAll('\uFFFC', '')
      const written = plainOf(doc)
      expect(Array.from(shown).sort().join('')).toBe(Array.from(written).sort().join(''))
    }
  })

  it('[CELL-3] a tree written as cells is rebuilt as the same tree', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const node = rebuildDocument(nonsenseText(new Random(seed)))
      const blocks = blocksOfDocument(node)
      const cells = blocks.flatMap((block, index) => [
        { b: block.node.type.name, k: `k${index}`, ...block.node.attrs, ...containmentOf(block.path, block.kept) },
        ...block.node.children.map((child) => (child.isText ? (child.text ?? '') : (child.attrs.embed as object))),
      ])
      const again = rebuildDocument(textOf(...cells))
      expect(formOf(again)).toEqual(formOf(node))
    }
  })

  it('[CELL-4] two lists that stand next to each other stay two', () => {
    const item = (k: string, o: number) => ({ b: 'paragraph', k, c: ['bullet_list', 'list_item'], o })
    const doc = textOf(item('a', 2), 'ស្ត្រី', item('b', 1), 'ខ្មែរ', item('c', 2), 'three', { e: 1 })
    expect(canonicalBlocks(doc).map((block) => 'children' in block && block.children.length)).toEqual([2, 1])
  })

  it('[CELL-5] later changes in the map win over the marker, 0 clears, and entries without a block mean nothing', () => {
    const doc = textOf({ b: 'paragraph', k: 'a', lang: 'km' }, KHMER, { e: 1 })
    blockChangesOf(doc).set('a:b', 'heading')
    blockChangesOf(doc).set('a:level', 4)
    blockChangesOf(doc).set('a:lang', 0)
    blockChangesOf(doc).set('a:co', { c: ['blockquote'], o: 1 })
    blockChangesOf(doc).set('gone:b', 'heading')
    expect(canonicalBlocks(doc)).toEqual([
      { type: 'blockquote', children: [{ type: 'heading', level: 4, runs: [{ text: KHMER }] }] },
    ])
  })

  it('[CELL-6] unknown things are shown plainly and keep their content', () => {
    const doc = textOf({ b: 'poem', k: 'a', c: [['verse', { id: 'v' }]] }, 'ស្ត្រី', { i: 'map', a: { zoom: 3 } }, 'ខ្មែរ', {
      e: 1,
    })
    expect(canonicalBlocks(doc)).toEqual([
      {
        type: 'container',
        name: 'verse',
        children: [
          {
            type: 'paragraph',
            runs: [{ text: 'ស្ត្រី' }, { text: '', atom: { i: 'map', a: { zoom: 3 } } }, { text: 'ខ្មែរ' }],
          },
        ],
      },
    ])
  })

  it('[CELL-7] a block of a deleted table is shown only while it holds words', () => {
    const doc = textOf(
      { b: 'paragraph', k: 'a' },
      'ខ្មែរ',
      { b: 'paragraph', k: 'b' },
      { b: 'paragraph', k: 'c' },
      'typed meanwhile',
    )
    blockChangesOf(doc).set('b:x', 1)
    blockChangesOf(doc).set('c:x', 1)
    expect(rebuildDocument(doc).childCount).toBe(2)
  })

  it('[CELL-8] links that could run a program are shown as plain words', () => {
    const doc = textOf({ b: 'paragraph', k: 'a' })
    bodyOf(doc).insert(1, 'ខ្មែរ', { link: { href: 'javascript:alert(1)' } })
    expect(canonicalBlocks(doc)).toEqual([{ type: 'paragraph', runs: [{ text: 'ខ្មែរ' }] }])
  })
})

describe('places', () => {
  it('[CELL-9] a place in the document and a flat offset lead to each other', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const rebuilt = rebuild(nonsenseText(new Random(seed)))
      for (const block of rebuilt.blocks) {
        for (let offset = 0; offset <= block.node.content.size; offset++) {
          const pos = block.pos + 1 + offset
          expect(flatOffsetAt(rebuilt, pos)).toBe(block.textStart + offset)
          const back = positionAt(rebuilt, block.textStart + offset)
          expect(flatOffsetAt(rebuilt, back)).toBe(block.textStart + offset)
        }
      }
    }
  })

  it('[CELL-10] the offset just before a marker is the end of the block before, not the start of the next', () => {
    const doc = new Y.Doc()
    seedText(doc, () => 'aaaaaaaa')
    bodyOf(doc).insert(1, 'ខ្មែរ')
    bodyOf(doc).insertEmbed(6, { b: 'paragraph', k: 'bbbbbbbb' })
    const rebuilt = rebuild(doc)
    expect(positionAt(rebuilt, 6)).toBe(6)
    expect(positionAt(rebuilt, 7)).toBe(8)
  })
})

function plainOf(doc: Y.Doc): string {
  return readCells(doc)
    .map((cell) => (cell.kind === 'text' ? cell.text : ''))
    .join('')
}

/** Containers, markup and words of each block; marks aside. */
function formOf(node: ReturnType<typeof rebuildDocument>): unknown {
  return blocksOfDocument(node).map((block) => [
    block.path,
    block.kept,
    block.node.type.name,
    block.node.attrs,
    block.node.textContent,
  ])
}
