/** @jest-environment jsdom */
import { render } from 'preact'
import { act } from 'preact/test-utils'
import type { ExportSummary } from '../../shared/api/exports.ts'
import { switchLanguage } from '../ui/language.ts'
import { ExportPage } from './export-page.tsx'
import { isUnderWay, languagesOf, nextAskInMs } from './export-progress.ts'

const statement = {
  id: 'sta_aaaaaaaaaaaaaaaa',
  title: { en: 'Joint statement', km: 'សេចក្តីថ្លែងការណ៍រួម' },
  state: 'drafting',
  languages: ['en', 'km'],
  finalAt: null,
  sections: [{ state: 'locked' }, { state: 'open' }],
}
const made: ExportSummary = {
  id: 'exp_aaaaaaaaaaaaaaaa' as ExportSummary['id'],
  format: 'docx',
  language: 'both',
  state: 'queued',
  progress: 0,
  fileName: null,
  failure: null,
}

/** What the browser asks goes here instead of to a network. */
function network(answers: Readonly<Record<string, () => unknown>>): { method: string; path: string; body: unknown }[] {
  const asked: { method: string; path: string; body: unknown }[] = []
  window.fetch = (async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    asked.push({ method, path, body: typeof init.body === 'string' ? JSON.parse(init.body) : null })
    const answer = answers[`${method} ${path}`]
    return { ok: answer !== undefined, status: answer === undefined ? 404 : 200, json: async () => answer?.() ?? null }
  }) as unknown as typeof fetch
  return asked
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !isTrue(); turn++) {
    await act(async () => void (await new Promise((resolve) => requestAnimationFrame(resolve))))
  }
  expect(isTrue()).toBe(true)
}

async function show(): Promise<HTMLElement> {
  await switchLanguage('en')
  const place = document.createElement('main')
  document.body.replaceChildren(place)
  await act(async () => render(<ExportPage params={{ id: statement.id }} query={new URLSearchParams()} />, place))
  await until(() => place.querySelector('form') !== null)
  return place
}

const press = (place: HTMLElement, name: string) =>
  act(async () => [...place.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)!.click())

describe('exporting', () => {
  const path = `/api/statements/${statement.id}`

  it('[EXPORT-1] says that a draft is a draft, makes the file, and offers it by its name', async () => {
    const asked = network({
      [`GET ${path}`]: () => statement,
      [`POST ${path}/exports`]: () => made,
      [`GET /api/exports/${made.id}`]: () => ({ ...made, state: 'done', progress: 100, fileName: 'សេចក្តី (draft).docx' }),
    })
    const place = await show()
    expect(place.textContent).toContain('This is a draft')
    expect(place.textContent).toContain('1 of 2 sections are locked')
    await press(place, 'Export')
    await until(() => place.querySelector('a[download]') !== null)
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ format: 'docx', language: 'both' })
    expect(place.querySelector('a[download]')?.textContent?.trim()).toBe('Download សេចក្តី (draft).docx')
    expect(place.querySelector('a[download]')?.getAttribute('href')).toBe(`/api/exports/${made.id}/file`)
  })

  it('[EXPORT-2] shows how far it is and can be cancelled on the way', async () => {
    const asked = network({
      [`GET ${path}`]: () => statement,
      [`POST ${path}/exports`]: () => ({ ...made, state: 'running', progress: 40 }),
      [`GET /api/exports/${made.id}`]: () => ({ ...made, state: 'running', progress: 60 }),
      [`DELETE /api/exports/${made.id}`]: () => ({ done: true }),
    })
    const place = await show()
    await press(place, 'Export')
    await until(() => place.querySelector('progress') !== null)
    expect(place.querySelector('progress')?.getAttribute('aria-label')).toBe('Progress of the export')
    await press(place, 'Cancel the export')
    await until(() => place.textContent?.includes('The export was cancelled.') === true)
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(true)
  })

  it('[EXPORT-3] says why a file could not be made, and lets the person try again', async () => {
    network({
      [`GET ${path}`]: () => statement,
      [`POST ${path}/exports`]: () => ({ ...made, state: 'failed', failure: 'not-written' }),
    })
    const place = await show()
    await press(place, 'Export')
    await until(() => place.textContent?.includes('The disk of the server did not take it.') === true)
    await press(place, 'Make another file')
    expect(place.querySelector('form')).not.toBeNull()
  })

  it('[EXPORT-4] asks soon at first and seldom later, and offers both languages only where there are two', () => {
    expect(nextAskInMs(0)).toBeLessThan(500)
    expect(nextAskInMs(100)).toBe(5_000)
    expect(languagesOf(['km'])).toEqual(['km'])
    expect(languagesOf(['en', 'km'])).toEqual(['en', 'km', 'both'])
    expect(isUnderWay({ state: 'queued' })).toBe(true)
    expect(isUnderWay({ state: 'cancelled' })).toBe(false)
  })
})
