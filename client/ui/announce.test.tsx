/** @jest-environment jsdom */
import { act } from 'preact/test-utils'
import { alertNow, announce, clearAnnouncements, LiveRegions, setStatusLine } from './announce.tsx'
import { openScreen } from './testing/screen.tsx'

describe('the live regions', () => {
  beforeEach(() => act(() => clearAnnouncements()))

  it('[UI-7] are exactly one status and one alert, there also while nothing is said', async () => {
    const screen = await openScreen(<LiveRegions />)
    expect(screen.all('status')).toHaveLength(1)
    expect(screen.all('alert')).toHaveLength(1)
    expect(screen.root.textContent?.trim()).toBe('')
  })

  it('[UI-8] the status begins with the save state, whatever else is said', async () => {
    const screen = await openScreen(<LiveRegions />)
    await act(() => {
      announce('Sok Sokha changed paragraph 2')
      setStatusLine({ text: 'Saved on the server 10:42', tone: 'good' })
    })
    expect(screen.get('status').textContent?.trim()).toMatch(/^Saved on the server 10:42/)
    expect(screen.get('status').textContent).toContain('Sok Sokha changed paragraph 2')
    expect(screen.get('alert').textContent).toBe('')
  })

  it('[UI-9] the same words said again are a new message, and Khmer words say that they are', async () => {
    const screen = await openScreen(<LiveRegions />)
    await act(() => announce('បានចម្លង', { lang: 'km' }))
    const first = screen.get('status').querySelector('[lang=km]')
    await act(() => announce('បានចម្លង', { lang: 'km' }))
    const second = screen.get('status').querySelector('[lang=km]')
    expect(second?.textContent).toBe('បានចម្លង')
    expect(second).not.toBe(first)
  })

  it('[UI-7] what was said on one page is not left standing on the next', async () => {
    const screen = await openScreen(<LiveRegions />)
    await act(() => {
      alertNow('Not saved')
      setStatusLine({ text: 'Not saved: the device is full', tone: 'bad' })
    })
    expect(screen.get('alert').textContent).toBe('Not saved')
    await act(() => clearAnnouncements())
    expect(screen.root.textContent?.trim()).toBe('')
  })
})
