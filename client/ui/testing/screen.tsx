/** A page in jsdom, looked at as people do: by role and name. */
import { render, type ComponentChildren } from 'preact'
import { act } from 'preact/test-utils'

export interface Screen {
  readonly root: HTMLElement
  /** The one element of that role and name; an error names what is there instead. */
  get(role: Role, name?: string): HTMLElement
  all(role: Role): HTMLElement[]
  has(role: Role, name: string): boolean
  click(element: HTMLElement): Promise<void>
  press(key: string): Promise<void>
  type(element: HTMLElement, words: string): Promise<void>
  show(children: ComponentChildren): Promise<void>
}

export type Role = keyof typeof SELECTORS

const SELECTORS = {
  alert: '[role=alert]',
  button: 'button:not([role])',
  checkbox: 'input[type=checkbox]',
  dialog: 'dialog[open]',
  heading: 'h1, h2, h3, h4',
  link: 'a[href]',
  menu: '[role=menu]',
  menuitem: '[role=menuitem]',
  radio: 'input[type=radio]',
  status: '[role=status]',
  tab: '[role=tab]',
  tabpanel: '[role=tabpanel]',
  textbox: 'input:not([type]), input[type=text], input[type=email], input[type=search], textarea',
  toolbar: '[role=toolbar]',
} as const

export async function openScreen(children: ComponentChildren): Promise<Screen> {
  const root = document.createElement('div')
  document.body.replaceChildren(root)
  const show = async (shown: ComponentChildren): Promise<void> => {
    await act(() => render(<>{shown}</>, root))
  }
  await show(children)
  const all = (role: Role): HTMLElement[] =>
    [...root.querySelectorAll<HTMLElement>(SELECTORS[role])].filter((one) => one.closest('[hidden]') === null)
  return {
    root,
    show,
    all,
    has: (role, name) => all(role).some((one) => nameOf(one) === name),
    get: (role, name) => {
      const found = all(role).filter((one) => name === undefined || nameOf(one) === name)
      const [first] = found
      if (first !== undefined && found.length === 1) return first
      throw new Error(`${found.length} ${role}s named ${name}; there are: ${all(role).map(nameOf).join(' | ')}`)
    },
    click: async (element) => {
      await act(() => {
        element.focus()
        element.click()
      })
    },
    press: async (key) => {
      await act(() => {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      })
    },
    type: async (element, words) => {
      await act(() => {
        if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.value = words
        element.dispatchEvent(new Event('input', { bubbles: true }))
      })
    },
  }
}

/** The accessible name, as far as these parts use it. */
function nameOf(element: HTMLElement): string {
  const labelledBy = element.getAttribute('aria-labelledby')
  if (labelledBy !== null) return wordsOf(labelledBy)
  const label = element.getAttribute('aria-label')
  if (label !== null) return label
  const [own] = 'labels' in element && element.labels instanceof NodeList ? element.labels : []
  if (own !== undefined) return clean(own.textContent)
  return clean(element.textContent)
}

/** What is read after the name. */
export function descriptionOf(element: HTMLElement): string {
  return wordsOf(element.getAttribute('aria-describedby') ?? '')
}

function wordsOf(ids: string): string {
  return ids
    .split(' ')
    .filter((id) => id !== '')
    .map((id) => clean(document.getElementById(id)?.textContent ?? `no element #${id}`))
    .join(' ')
}

function clean(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim()
}
