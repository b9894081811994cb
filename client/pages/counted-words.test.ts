import type { TextId } from '../../shared/ids.ts'
import { askCounted, countedWords, wordsChanged } from './counted-words.ts'

const text = 'txt_khmer' as TextId
const other = 'txt_english' as TextId
const ask = (id: TextId, words: number) => askCounted(id, () => Promise.resolve({ id, words, blocks: 'ស្ត្រី\u200bខ្មែរ' }))

describe('the server’s count of words', () => {
  it('[UI-53] is the same wherever it is shown, whoever asked for it', async () => {
    expect(countedWords(text)).toBeNull()
    expect(await ask(text, 7)).toMatchObject({ words: 7, blocks: 'ស្ត្រី\u200bខ្មែរ' })
    await ask(other, 9)
    expect([countedWords(text), countedWords(other)]).toEqual([7, 9])
    await ask(text, 8)
    expect(countedWords(text)).toBe(8)
  })

  it('[UI-53] is no longer shown once the words changed, and of one text only', async () => {
    await Promise.all([ask(text, 7), ask(other, 9)])
    wordsChanged(text)
    expect([countedWords(text), countedWords(other)]).toEqual([null, 9])
  })

  it('[UI-53] is not taken from an answer that the words have overtaken', async () => {
    const answer = askCounted(text, async () => {
      wordsChanged(text)
      return Promise.resolve({ id: text, words: 7 })
    })
    expect(await answer).toEqual({ id: text, words: 7 })
    expect(countedWords(text)).toBeNull()
  })
})
