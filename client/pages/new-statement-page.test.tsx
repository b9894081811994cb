/** @jest-environment jsdom */
import { useState } from 'preact/hooks'
import { OFFERED_THEMES } from '../../shared/language/themes.ts'
import { openScreen, type Screen } from '../ui/testing/screen.tsx'
import { switchLanguage } from '../ui/language.ts'
import { NewSections } from './new-sections.tsx'
import { EMPTY_DRAFT, faultsOf, sectionsOfThemes, statementOf, type StatementDraft } from './statement-draft.ts'

const EN = 'Words before.\n\n# Access\nWomen and men.\n- one\n- two'
const KM = '# លទ្ធភាព\nស្ត្រី\u200bខ្មែរ\n\n# គុណភាព\nពាក្យ។'

let draft: StatementDraft = EMPTY_DRAFT

function Form() {
  const [shown, setShown] = useState<StatementDraft>({
    ...EMPTY_DRAFT,
    title: { en: 'Joint', km: '' },
    sections: { ...EMPTY_DRAFT.sections, themes: sectionsOfThemes(OFFERED_THEMES, []) },
  })
  draft = shown
  return (
    <NewSections
      draft={shown}
      groups={[]}
      faults={faultsOf(shown)}
      isChecked
      onChange={(part) => setShown({ ...shown, ...part })}
    />
  )
}

async function openPasted(): Promise<Screen> {
  await switchLanguage('en')
  const screen = await openScreen(<Form />)
  await screen.click(screen.get('radio', 'From a whole text'))
  await screen.type(screen.get('textbox', 'English text'), EN)
  await screen.type(screen.get('textbox', 'Khmer text'), KM)
  return screen
}

const titlesOf = (language: 'en' | 'km'): (string | undefined)[] =>
  draft.sections.paste.map((section) => section.title[language])

describe('sections from a whole text', () => {
  it('[UI-45] are listed while the text is written, with no button to press before they count', async () => {
    const screen = await openPasted()
    expect(titlesOf('km')).toEqual(['បុព្វកថា', 'លទ្ធភាព', 'គុណភាព'])
    expect(screen.root.textContent).toContain('Section 1Text before the first heading')
    expect(screen.all('button').filter((button) => button.classList.contains('button-primary'))).toEqual([])
    expect(screen.get('textbox', 'Title of section 2, Khmer')).toHaveProperty('value', 'លទ្ធភាព')
  })

  it('[UI-46] are still there after looking at another way, which says that they are not in it', async () => {
    const screen = await openPasted()
    await screen.click(screen.get('radio', 'As an empty list'))
    expect(screen.root.textContent).toContain('The text you pasted is not among these sections.')
    expect(statementOf(draft)).toBeNull()
    await screen.click(screen.get('button', 'Use it'))
    expect(screen.get('textbox', 'Khmer text')).toHaveProperty('value', KM)
    expect(titlesOf('en')).toEqual(['Preamble', 'Access', ''])
  })

  it('[UI-46] go only when that is pressed', async () => {
    const screen = await openPasted()
    await screen.click(screen.get('radio', 'With themes often used'))
    await screen.click(screen.get('button', 'Throw it away'))
    expect(draft).toMatchObject({ pasted: { en: '', km: '' }, sections: { paste: [] } })
    expect(statementOf(draft)?.sections).toHaveLength(8)
  })

  it('[UI-47] say beside the field of the prevailing language that its title is missing', async () => {
    const screen = await openPasted()
    const marked = [...screen.root.querySelectorAll('[aria-invalid]')]
    expect(marked).toEqual([screen.get('textbox', 'Title of section 3, English')])
    expect(screen.root.textContent).toContain('Section 3 needs a title in English.')
  })

  it('[UI-49] say how many headings each language has, and by which rule', async () => {
    const screen = await openPasted()
    expect(screen.root.textContent).toContain('English has 1 heading, Khmer 2. Check the pairs.')
    expect(screen.root.textContent).toContain('2 headings: the lines that begin with “# ”')
  })

  it('[UI-50] move one language’s part by a button, and the focus goes with it', async () => {
    const screen = await openPasted()
    await screen.click(screen.get('button', 'Move the English text of section 2 down'))
    expect(titlesOf('en')).toEqual(['Preamble', '', 'Access'])
    expect(titlesOf('km')).toEqual(['បុព្វកថា', 'លទ្ធភាព', 'គុណភាព'])
    expect(document.activeElement).toBe(screen.get('button', 'Move the English text of section 3 up'))
  })

  it('[UI-51] show the first words in plain form and what there is of each kind', async () => {
    const screen = await openPasted()
    const part = screen.all('button').find((one) => one.ariaLabel === 'Move the English text of section 2 down')
    const words = [...(part?.closest('dd')?.querySelectorAll('p') ?? [])].map((one) => one.textContent)
    expect(words.slice(0, 2)).toEqual(['Women and men.', '1 paragraph, 1 list'])
  })
})
