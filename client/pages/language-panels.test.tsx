/** @jest-environment jsdom */
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { switchLanguage } from '../ui/language.ts'
import { LanguagePanels } from './language-panels.tsx'

/** jsdom has no layout, so the width of the screen is said here. */
function screenIs(width: 'narrow' | 'wide'): void {
  const answer = { matches: width === 'wide', addEventListener: () => undefined, removeEventListener: () => undefined }
  Object.defineProperty(window, 'matchMedia', { configurable: true, value: () => answer })
}

async function show(): Promise<HTMLElement> {
  await switchLanguage('en')
  const place = document.createElement('main')
  document.body.replaceChildren(place)
  await act(() =>
    render(
      <LanguagePanels languages={['en', 'km']}>
        {(language) => <input aria-label={language} defaultValue={language === 'km' ? 'ស្ត្រី\u200Bខ្មែរ' : 'women'} />}
      </LanguagePanels>,
      place,
    ),
  )
  return place
}

const shown = (place: HTMLElement): string[] =>
  [...place.querySelectorAll('input[aria-label]')]
    .filter((input) => input.closest('[hidden]') === null)
    .map((input) => input.getAttribute('aria-label') ?? '')
const tabs = (place: HTMLElement): HTMLElement[] => [...place.querySelectorAll<HTMLElement>('[role=tab]')]

describe('the languages of a section', () => {
  beforeEach(() => localStorage.clear())

  it('[PANELS-1] stand behind tabs on a phone, which arrows move between with one stop for Tab', async () => {
    screenIs('narrow')
    const place = await show()
    expect(shown(place)).toEqual(['en'])
    expect(tabs(place).map((tab) => [tab.textContent, tab.tabIndex, tab.getAttribute('aria-selected')])).toEqual([
      ['English', 0, 'true'],
      ['Khmer', -1, 'false'],
    ])
    await act(
      () => void tabs(place)[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })),
    )
    expect(shown(place)).toEqual(['km'])
    expect(document.activeElement?.textContent).toBe('Khmer')
  })

  it('[PANELS-2] stand side by side where there is room, unless the person chose otherwise before', async () => {
    screenIs('wide')
    const place = await show()
    expect(shown(place)).toEqual(['en', 'km'])
    const oneAtATime = [...place.querySelectorAll<HTMLInputElement>('input[type=radio]')].find(
      (one) => one.value === 'one',
    )
    await act(() => oneAtATime!.click())
    expect(shown(place)).toEqual(['en'])
    expect(shown(await show())).toEqual(['en'])
  })

  it('[PANELS-3] changing the view keeps what stands in both, words and caret', async () => {
    screenIs('wide')
    const place = await show()
    const khmer = place.querySelector<HTMLInputElement>('input[aria-label=km]')!
    khmer.value = 'ស្ត្រី និងកុមារី'
    khmer.focus()
    const oneAtATime = [...place.querySelectorAll<HTMLInputElement>('input[type=radio]')].find(
      (one) => one.value === 'one',
    )
    await act(() => oneAtATime!.click())
    expect(place.querySelector('input[aria-label=km]')).toBe(khmer)
    expect(khmer.value).toBe('ស្ត្រី និងកុមារី')
  })
})
