/** @jest-environment jsdom */
import { act } from 'preact/test-utils'
import { Outage } from '../net/api-client.ts'
import { switchLanguage, t } from './language.ts'
import { askBeforeLeaving, followLinks, navigate, place } from './navigation.ts'
import { Page } from './page.tsx'
import { RemoteView, useRemote } from './remote.tsx'
import { openScreen } from './testing/screen.tsx'

const nextFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
/** Until what was asked for has come, been drawn, and its effects have run: these come a frame after the drawing. */
const settle = async () => {
  await act(nextFrame)
  await nextFrame()
}

beforeEach(async () => {
  await switchLanguage('en')
  history.replaceState(null, '', '/')
  window.scrollTo = () => undefined
})

describe('a page', () => {
  it('[UI-16] has one h1 that also names the window, and takes the focus only when a person arrives by a link', async () => {
    const stop = followLinks()
    const screen = await openScreen(<Page title="Statements" />)
    expect(screen.root.querySelectorAll('h1')).toHaveLength(1)
    expect(document.title).toBe('Statements · Samaki')
    expect(document.activeElement).toBe(document.body)
    await act(() => navigate('/people'))
    await screen.show(<Page key="people" title={null} />)
    expect(document.activeElement?.tagName).not.toBe('H1')
    await screen.show(<Page key="people" title="People" />)
    await settle()
    expect(document.activeElement?.textContent).toBe('People')
    stop()
  })

  it('[LANG-4] keeps its place when the language changes', async () => {
    const Words = () => <Page title={t('common.people')} />
    const screen = await openScreen(<Words />)
    await act(() => switchLanguage('km'))
    await settle()
    expect(screen.root.querySelector('h1')?.textContent).toBe('បុគ្គល')
    expect([document.documentElement.lang, location.pathname]).toEqual(['km', '/'])
    expect(document.title).toBe('បុគ្គល · សាមគ្គី')
  })
})

describe('what a page asks the server for', () => {
  it('[UI-19] shows that it loads, then why it failed with a way to try again, then what came', async () => {
    let fail = (): void => undefined
    const answers = [
      () => new Promise<string>((_resolve, reject) => (fail = () => reject(new Outage('unreachable')))),
      () => Promise.resolve('សួស្តី'),
    ]
    const Asking = () => {
      const remote = useRemote(() => answers.shift()!(), 'one')
      return <RemoteView remote={remote}>{(words) => <p>{words}</p>}</RemoteView>
    }
    const screen = await openScreen(<Asking />)
    expect(screen.root.textContent).toContain('Loading')
    fail()
    await settle()
    expect(screen.has('heading', 'This could not be loaded')).toBe(true)
    await screen.click(screen.get('button', 'Try again'))
    await settle()
    expect(screen.root.textContent).toBe('សួស្តី')
  })

  it('[UI-19] asks again by itself when the line is back', async () => {
    const answers = [() => Promise.reject(new Outage('offline')), () => Promise.resolve('there')]
    const Asking = () => {
      const remote = useRemote(() => answers.shift()!(), 'one')
      return <RemoteView remote={remote}>{(words) => <p>{words}</p>}</RemoteView>
    }
    const screen = await openScreen(<Asking />)
    await settle()
    expect(screen.has('heading', 'No connection')).toBe(true)
    await act(() => void window.dispatchEvent(new Event('online')))
    await settle()
    expect(screen.root.textContent).toBe('there')
  })
})

describe('links', () => {
  it.each([
    ['one of ours', '/people?x=1', {}, '/people?x=1'],
    ['one with a key held down', '/people', { ctrlKey: true }, null],
    ['a file of the server', '/api/exports/exp_1/file', {}, null],
    ['a page without script', '/in/abc', {}, null],
    ['another house', 'https://example.org/people', {}, null],
  ])('[UI-28] %s', async (_what, href, keys, expected) => {
    const stop = followLinks()
    const screen = await openScreen(<a href={href}>go</a>)
    const click = new MouseEvent('click', { bubbles: true, cancelable: true, ...keys })
    let isFollowed = false
    // jsdom would try to load what nobody took; nothing after this listener is looked at.
    const last = (event: Event): void => {
      isFollowed = event.defaultPrevented
      event.preventDefault()
    }
    window.addEventListener('click', last)
    await act(() => void screen.get('link', 'go').dispatchEvent(click))
    window.removeEventListener('click', last)
    expect(isFollowed).toBe(expected !== null)
    if (expected !== null) expect(place.value.path + '?' + place.value.query.toString()).toBe(expected)
    stop()
  })

  it('[UI-29] ask before words that nobody stored are left', () => {
    const stop = followLinks()
    const ask = jest.spyOn(window, 'confirm').mockReturnValue(false)
    const done = askBeforeLeaving(() => 'Leave?')
    navigate('/people')
    expect(location.pathname).toBe('/')
    expect(ask).toHaveBeenCalledWith('Leave?')
    done()
    navigate('/people')
    expect(location.pathname).toBe('/people')
    stop()
  })
})
