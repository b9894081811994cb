/** The tools above a text and the dialog they open, drawn into the editor's own place. */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { render } from 'preact'
import type { Command, EditorState } from 'prosemirror-state'
import { linkAt, removeLink, setLink } from './commands.ts'
import { EditorToolbar } from './editor-toolbar.tsx'
import { LinkDialog } from './link-dialog.tsx'

export interface EditorToolsOptions {
  readonly place: HTMLElement
  readonly state: ReadonlySignal<EditorState>
  /** Nothing is drawn for somebody who may not edit. */
  readonly isShown: ReadonlySignal<boolean>
  /** Runs a command on the text and puts the focus back into it. */
  readonly run: (command: Command) => void
  /** Runs a command on the text; the focus stays where it is. */
  readonly apply: (command: Command) => void
  readonly controls: string
  readonly isMac: boolean
  readonly undo: Command
  readonly redo: Command
  readonly focusText: () => void
}

export interface EditorTools {
  readonly openLink: Command
  readonly focusToolbar: Command
  destroy(): void
}

export function openEditorTools(options: EditorToolsOptions): EditorTools {
  const link = signal<{ readonly address: string | null } | null>(null)
  const openLink: Command = (state, dispatch) => {
    if (dispatch) link.value = { address: linkAt(state)?.href ?? null }
    return true
  }
  const focusToolbar: Command = (_state, dispatch) => {
    const tool = options.place.querySelector<HTMLElement>('[role=toolbar] [tabindex="0"]')
    if (dispatch) tool?.focus()
    return tool !== null
  }
  render(<Tools {...options} link={link} openLink={openLink} />, options.place)
  return { openLink, focusToolbar, destroy: () => render(null, options.place) }
}

function Tools(props: EditorToolsOptions & { link: Signal<{ address: string | null } | null>; openLink: Command }) {
  const { link } = props
  if (!props.isShown.value) return null
  const finish = (command: Command): void => {
    link.value = null
    // While the dialog stands, the text is inert and takes no focus; it has gone by the next frame.
    requestAnimationFrame(() => props.run(command))
  }
  return (
    <>
      <div class="editor-tools">
        <EditorToolbar {...props} onEscape={props.focusText} />
      </div>
      {link.value !== null && (
        <LinkDialog
          address={link.value.address}
          onSave={(address) => finish(setLink(address))}
          onRemove={() => finish(removeLink)}
          onClose={() => (link.value = null)}
        />
      )}
    </>
  )
}
