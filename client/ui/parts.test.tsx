/** @jest-environment jsdom */
import { useState } from 'preact/hooks'
import { Refusal } from '../../shared/refusals.ts'
import { Outage } from '../net/api-client.ts'
import { Button } from './button.tsx'
import { CheckList } from './check-list.tsx'
import { Dialog } from './dialog.tsx'
import { FailureNote, useAct } from './failure.tsx'
import { RadioGroup, TextField } from './field.tsx'
import { switchLanguage } from './language.ts'
import { Menu } from './menu.tsx'
import { Tabs } from './tabs.tsx'
import { descriptionOf, openScreen } from './testing/screen.tsx'
import { Toolbar } from './toolbar.tsx'

beforeEach(() => switchLanguage('en'))

describe('a button', () => {
  it('[UI-13] that may not be used stays reachable, says why, and does nothing', async () => {
    const clicked = jest.fn()
    const screen = await openScreen(
      <Button why="This section is locked." onClick={clicked}>
        Send to review
      </Button>,
    )
    const button = screen.get('button', 'Send to review')
    button.focus()
    expect(document.activeElement).toBe(button)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(descriptionOf(button)).toBe('This section is locked.')
    await screen.click(button)
    expect(clicked).not.toHaveBeenCalled()
    await screen.show(<Button onClick={clicked}>Send to review</Button>)
    await screen.click(screen.get('button', 'Send to review'))
    expect(clicked).toHaveBeenCalledTimes(1)
  })
})

describe('a field', () => {
  it('[UI-14] is named by its label and described by its hint and its error', async () => {
    const screen = await openScreen(
      <TextField
        label="E-mail address"
        hint="Nobody else sees it."
        error="Please write one."
        value=""
        onInput={() => undefined}
      />,
    )
    const field = screen.get('textbox', 'E-mail address')
    expect(descriptionOf(field)).toBe('Nobody else sees it. Please write one.')
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })

  it('[UI-14] of a Khmer name says so, and takes Khmer letter by letter', async () => {
    const seen: string[] = []
    const screen = await openScreen(
      <TextField label="Name, Khmer" lang="km" value="" onInput={(words) => seen.push(words)} />,
    )
    const field = screen.get('textbox', 'Name, Khmer')
    expect(field.lang).toBe('km')
    await screen.type(field, 'ស្ត្រី\u200bខ្មែរ')
    expect(seen).toEqual(['ស្ត្រី\u200bខ្មែរ'])
  })

  it('[UI-14] a group of choices is named, and each choice carries its hint', async () => {
    const screen = await openScreen(
      <RadioGroup
        legend="Kind"
        value="network"
        onChange={() => undefined}
        choices={[{ value: 'network', label: 'Network', hint: 'Of a province.' }]}
      />,
    )
    expect(screen.root.querySelector('fieldset > legend')?.textContent).toBe('Kind')
    expect(descriptionOf(screen.get('radio', 'Network'))).toBe('Of a province.')
  })
})

describe('a toolbar', () => {
  const Tools = () => (
    <Toolbar label="Format">
      <Button>Bold</Button>
      <Button why="Not in a heading">Italic</Button>
      <Button>ខ្មែរ</Button>
    </Toolbar>
  )

  it('[UI-10] has one stop for the Tab key and every control is reached by arrows', async () => {
    const screen = await openScreen(<Tools />)
    const stops = () => screen.all('button').filter((button) => button.tabIndex === 0)
    expect(stops().map((one) => one.textContent)).toEqual(['Bold'])
    screen.get('button', 'Bold').focus()
    await screen.press('ArrowRight')
    expect(document.activeElement?.textContent).toBe('Italic')
    await screen.press('End')
    expect(document.activeElement?.textContent).toBe('ខ្មែរ')
    await screen.press('ArrowRight')
    expect(document.activeElement?.textContent).toBe('Bold')
    await screen.press('ArrowLeft')
    expect(stops().map((one) => one.textContent)).toEqual(['ខ្មែរ'])
  })
})

describe('tabs', () => {
  const Texts = () => {
    const [shown, setShown] = useState<'en' | 'km'>('en')
    return (
      <Tabs
        label="Texts"
        tabs={[
          { name: 'en', label: 'English' },
          { name: 'km', label: 'ខ្មែរ', lang: 'km' },
        ]}
        selected={shown}
        onSelect={setShown}
      >
        {(name) => <TextField label={`Text ${name}`} value={name} onInput={() => undefined} />}
      </Tabs>
    )
  }

  it('[UI-11] name their panel, move by arrows, and keep what is in the other panel', async () => {
    const screen = await openScreen(<Texts />)
    expect(screen.has('tabpanel', 'English')).toBe(true)
    const field = screen.get('textbox', 'Text en')
    screen.get('tab', 'English').focus()
    await screen.press('ArrowRight')
    expect(document.activeElement?.textContent).toBe('ខ្មែរ')
    expect(screen.get('tab', 'ខ្មែរ').getAttribute('aria-selected')).toBe('true')
    expect(screen.has('tabpanel', 'ខ្មែរ')).toBe(true)
    expect(screen.has('textbox', 'Text en')).toBe(false)
    expect(field.isConnected).toBe(true)
  })
})

describe('a menu', () => {
  it('[UI-12] opens on its first item, goes round by arrows, and Escape gives the focus back', async () => {
    const chosen = jest.fn()
    const screen = await openScreen(
      <Menu
        label="More"
        name="More for Sok Sokha"
        items={[
          { label: 'Copy', onChoose: chosen },
          { label: 'End access', why: 'Only a coordinator may.', onChoose: chosen },
        ]}
      />,
    )
    const button = screen.get('button', 'More for Sok Sokha')
    await screen.click(button)
    expect(document.activeElement?.textContent).toBe('Copy')
    await screen.press('ArrowUp')
    const second = document.activeElement as HTMLElement
    expect(descriptionOf(second)).toBe('Only a coordinator may.')
    await screen.click(second)
    expect(chosen).not.toHaveBeenCalled()
    await screen.press('Escape')
    expect(document.activeElement).toBe(button)
    expect(screen.all('menuitem')).toEqual([])
    await screen.click(button)
    await screen.click(screen.all('menuitem')[0]!)
    expect(chosen).toHaveBeenCalledTimes(1)
  })
})

describe('a dialog', () => {
  const Asking = () => {
    const [isOpen, setOpen] = useState(false)
    return (
      <>
        <Button onClick={() => setOpen(true)}>Make final</Button>
        {isOpen && (
          <Dialog title="Make the statement final" onClose={() => setOpen(false)}>
            <p>For ever.</p>
          </Dialog>
        )}
      </>
    )
  }

  it('[UI-15] is named by its title, and gives the focus back when it goes', async () => {
    const screen = await openScreen(<Asking />)
    const opener = screen.get('button', 'Make final')
    await screen.click(opener)
    expect(screen.has('dialog', 'Make the statement final')).toBe(true)
    await screen.click(screen.get('button', 'Close'))
    expect(screen.all('dialog')).toEqual([])
    expect(document.activeElement).toBe(opener)
  })
})

describe('an act', () => {
  const Sending = (props: { send: () => Promise<void> }) => {
    const act = useAct()
    return (
      <>
        <FailureNote failure={act.failure} />
        <button type="button" onClick={() => void act.run(props.send)}>
          Send
        </button>
      </>
    )
  }

  it('[UI-17] that is under way is not begun a second time', async () => {
    let finish = (): void => undefined
    const send = jest.fn(() => new Promise<void>((resolve) => (finish = resolve)))
    const screen = await openScreen(<Sending send={send} />)
    await screen.click(screen.get('button', 'Send'))
    await screen.click(screen.get('button', 'Send'))
    expect(send).toHaveBeenCalledTimes(1)
    finish()
  })

  it.each([
    ['a refusal', new Refusal('section-locked'), /^This section is locked/],
    ['a broken line', new Outage('offline'), /not connected now/],
    ['a bug of the server', new Outage('fault', 'K7Q2'), /K7Q2/],
  ])('[UI-17] that met %s says so where it was asked for, and is heard by the focus', async (_what, failure, words) => {
    const screen = await openScreen(<Sending send={() => Promise.reject(failure)} />)
    await screen.click(screen.get('button', 'Send'))
    await Promise.resolve()
    await screen.show(<Sending send={() => Promise.reject(failure)} />)
    expect(document.activeElement?.textContent?.trim()).toMatch(words)
  })
})

describe('choosing out of many', () => {
  const items = ['Svay Education', 'ខ្លោង\u200bទ្វារ', 'Chalk', 'D', 'E', 'F', 'G', 'H', 'I'].map((en, index) => ({
    id: String(index),
    name: { en },
  }))
  const List = () => {
    const [selected, setSelected] = useState<readonly string[]>(['0'])
    return (
      <>
        <CheckList legend="Who takes part" items={items} selected={selected} onChange={setSelected} />
        <output>{[...selected].sort().join(',')}</output>
      </>
    )
  }

  it('[UI-18] finds Khmer names with and without their word breaks, and all and none mean what is found', async () => {
    const screen = await openScreen(<List />)
    const chosen = () => screen.root.querySelector('output')?.textContent
    await screen.type(screen.get('textbox', 'Search'), 'ខ្លោងទ្វារ')
    expect(screen.all('checkbox')).toHaveLength(1)
    await screen.click(screen.get('button', 'Select all'))
    expect(chosen()).toBe('0,1')
    await screen.click(screen.get('button', 'Select none'))
    expect(chosen()).toBe('0')
    await screen.type(screen.get('textbox', 'Search'), 'SVAY')
    await screen.click(screen.get('button', 'Select none'))
    expect(chosen()).toBe('')
  })
})
