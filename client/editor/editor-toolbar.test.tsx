/** @jest-environment jsdom */
import { signal } from '@preact/signals'
import { act } from 'preact/test-utils'
import { EditorState, TextSelection, type Command } from 'prosemirror-state'
import { sectionSchema } from '../../shared/section-text/schema.ts'
import { switchLanguage } from '../ui/language.ts'
import { openEditorTools } from './editor-tools.tsx'

const { nodes } = sectionSchema

/** The tools over a text with one paragraph, all of it selected. */
async function showTools(language: 'en' | 'km' = 'en') {
  await switchLanguage(language)
  const doc = nodes.doc.create(null, nodes.paragraph.create(null, sectionSchema.text('ខ្មែរ ស្ត្រី')))
  const state = signal(EditorState.create({ doc, selection: TextSelection.create(doc, 1, doc.content.size - 1) }))
  const isShown = signal(true)
  const place = document.body.appendChild(document.createElement('div'))
  let focused = 0
  const apply = (command: Command) => command(state.value, (tr) => (state.value = state.value.apply(tr)))
  const run = (command: Command) => {
    apply(command)
    focused += 1
  }
  await act(() => {
    openEditorTools({
      place,
      state,
      isShown,
      run,
      apply,
      controls: 'text-1',
      isMac: false,
      undo: () => false,
      redo: () => false,
      focusText: () => (focused += 1),
    })
  })
  return {
    place,
    state,
    isShown,
    focused: () => focused,
    button: (name: string) => place.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!,
    tools: () => [...place.querySelectorAll<HTMLElement>('[role=toolbar] button, [role=toolbar] select')],
  }
}

afterEach(() => document.body.replaceChildren())

describe('editor tools', () => {
  it('[EDIT-18] every tool has a name, in Khmer too, and one stop for the Tab key', async () => {
    for (const language of ['en', 'km'] as const) {
      const { tools, place } = await showTools(language)
      expect(tools()).toHaveLength(12)
      for (const tool of tools())
        expect(tool.getAttribute('aria-label')).toMatch(language === 'km' ? /[\u1780-\u17ff]/ : /[A-Z]/)
      expect(tools().filter((tool) => tool.tabIndex === 0)).toHaveLength(1)
      place.remove()
    }
  })

  it('[EDIT-19] a pressed tool says so, and one that does not apply stays reachable', async () => {
    const { button } = await showTools()
    expect(button('Bold').getAttribute('aria-pressed')).toBe('false')
    await act(() => button('Bold').click())
    expect(button('Bold').getAttribute('aria-pressed')).toBe('true')
    expect(button('List item inwards').getAttribute('aria-disabled')).toBe('true')
    expect(button('List item inwards').disabled).toBe(false)
    expect(button('Undo').hasAttribute('aria-pressed')).toBe(false)
  })

  it('[EDIT-20] pressing a tool leaves the focus and the caret where they are', async () => {
    const { button } = await showTools()
    const event = new MouseEvent('mousedown', { bubbles: true, cancelable: true })
    button('Bold').dispatchEvent(event)
    expect(event.defaultPrevented).toBe(true)
  })

  it('[EDIT-31] a kind chosen by an arrow key leaves the focus in the tools, one chosen with the mouse goes on in the text', async () => {
    const { place, state, focused } = await showTools()
    const kind = place.querySelector<HTMLSelectElement>('select[aria-label="Kind of paragraph"]')!
    const choose = (value: string) =>
      act(() => {
        kind.value = value
        kind.dispatchEvent(new Event('change', { bubbles: true }))
      })
    kind.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
    await choose('2')
    await choose('3')
    expect(focused()).toBe(0)
    expect(state.value.doc.firstChild?.attrs['level']).toBe(3)
    kind.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await choose('2')
    expect(focused()).toBe(1)
  })

  it('[EDIT-21] the link dialog takes only what a link may lead to', async () => {
    const { button, place, state } = await showTools()
    await act(() => button('Link').click())
    const dialog = place.querySelector('dialog')!
    const address = dialog.querySelector('input')!
    const type = (value: string) =>
      act(() => {
        address.value = value
        address.dispatchEvent(new Event('input', { bubbles: true }))
      })
    const save = () =>
      act(() => void dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true })))
    await type('javascript:alert(1)')
    await save()
    expect(dialog.textContent).toContain('This is not an address')
    expect(state.value.doc.rangeHasMark(1, 5, sectionSchema.marks.link)).toBe(false)
    await type('https://nep.org/ខ្មែរ')
    await save()
    expect(place.querySelector('dialog')).toBeNull()
    await act(() => new Promise((resolve) => requestAnimationFrame(() => resolve())))
    expect(state.value.doc.rangeHasMark(1, 5, sectionSchema.marks.link)).toBe(true)
  })

  it('[EDIT-22] Escape in the tools goes back to the text, and nobody who may not edit sees them', async () => {
    const { button, place, isShown, focused } = await showTools()
    button('Bold').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    expect(focused()).toBe(1)
    await act(() => void (isShown.value = false))
    expect(place.querySelector('[role=toolbar]')).toBeNull()
  })
})
