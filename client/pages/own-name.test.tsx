/** @jest-environment jsdom */
import { effect } from '@preact/signals'
import type { Me } from '../../shared/api/sessions.ts'
import { FIRST_COORDINATOR } from '../../shared/people.ts'
import type { PersonId, SessionId } from '../../shared/ids.ts'
import { LanguageSwitch } from '../language-switch.tsx'
import { me, startSession } from '../net/session.ts'
import { switchLanguage } from '../ui/language.ts'
import { openScreen } from '../ui/testing/screen.tsx'
import { isUnnamed, OwnNameForm } from './own-name.tsx'

const person: Me = {
  id: 'per_first' as PersonId,
  name: FIRST_COORDINATOR,
  email: null,
  language: 'en',
  isCoordinator: true,
  sessionId: 'ses_first' as SessionId,
  assurance: 'operator',
  organisations: [],
  grants: [],
}

describe('one’s own name', () => {
  it('[UI-55] is asked of the first coordinator until it is written, and of nobody else', () => {
    expect(isUnnamed(person.name)).toBe(true)
    expect(isUnnamed({ km: 'ស្រីមុំ\u200bខ្មែរ' })).toBe(false)
    expect(isUnnamed({ ...FIRST_COORDINATOR, en: 'Sophea' })).toBe(false)
  })

  it('[UI-55] is sent to the server and stands in the header at once', async () => {
    await switchLanguage('en')
    startSession(person)
    const sent: [string, string][] = []
    const name = { en: 'Sophea', km: 'សុភា\u200bខ្មែរ' }
    // jsdom has no line and no answers of its own.
    const value = (url: string, init: { method: string; body: string }) => {
      sent.push([`${init.method} ${url}`, init.body])
      return Promise.resolve({ ok: true, status: 200, json: () => Promise.resolve({ ...person, name }) })
    }
    Object.defineProperty(globalThis, 'fetch', { configurable: true, value })
    const screen = await openScreen(<OwnNameForm person={person} begin={{ en: '', km: '' }} onDone={() => undefined} />)
    await screen.click(screen.get('button', 'Save'))
    expect([sent, screen.root.textContent]).toEqual([[], expect.stringContaining('Please write your name')])
    await screen.type(screen.get('textbox', 'Your name, English'), name.en)
    await screen.type(screen.get('textbox', 'Your name, Khmer'), name.km)
    await screen.click(screen.get('button', 'Save'))
    await new Promise<void>((resolve) => effect(() => (isUnnamed(me.value?.name ?? {}) ? undefined : resolve())))
    expect(sent).toEqual([['PATCH /api/people/per_first', JSON.stringify({ name })]])
    expect(me.value?.name).toEqual(name)
  })
})

describe('the language switch', () => {
  it('[UI-54] is named once in each language', async () => {
    for (const language of ['en', 'km'] as const) {
      await switchLanguage(language)
      const screen = await openScreen(<LanguageSwitch />)
      expect(screen.root.querySelector('[role=group]')?.getAttribute('aria-label')).toBe('Language · ភាសា')
    }
  })
})
