/** @jest-environment jsdom */
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { Outage } from '../net/api-client.ts'
import { switchLanguage } from './language.ts'
import { RemoteView, useRemote, type Remote } from './remote.tsx'

let remote: Remote<string>
function Shown(props: { load: () => Promise<string>; of: string }) {
  remote = useRemote(props.load, props.of)
  return <RemoteView remote={remote}>{(value) => <p>{value}</p>}</RemoteView>
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !isTrue(); turn++) await act(async () => undefined)
  expect(isTrue()).toBe(true)
}

describe('what a page asks the server for', () => {
  it('[REMOTE-1] stays in view when asking again fails, and goes when another thing is asked for', async () => {
    await switchLanguage('en')
    const place = document.createElement('main')
    let answer = (): Promise<string> => Promise.resolve('ស្ត្រី\u200Bខ្មែរ')
    const show = (of: string) => act(async () => render(<Shown load={() => answer()} of={of} />, place))
    await show('a')
    await until(() => place.textContent === 'ស្ត្រី\u200Bខ្មែរ')
    let failures = 0
    answer = async () => {
      failures++
      throw new Outage('offline')
    }
    await act(async () => remote.reload())
    await until(() => failures === 1)
    await act(async () => undefined)
    expect(place.textContent).toBe('ស្ត្រី\u200Bខ្មែរ')
    await show('b')
    await until(() => place.textContent?.includes('No connection') === true)
  })
})
