/**
 * Tells the gate when a person composes in the text, so that what others write waits until the
 * letters are there. The field left counts as the end, whatever the browser says.
 */
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { flatOffsetAt } from '../../shared/section-text/document.ts'
import { bindingOf } from './binding.ts'
import type { HeldMessages } from './held-messages.ts'

export function tellComposition(held: HeldMessages): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart: () => tell(() => held.compositionStarted()),
        compositionend: () => tell(() => held.compositionEnded()),
        blur: () => tell(() => held.fieldLeft()),
      },
    },
  })
}

/** The flat offset at which a person composes now; null when they don't. */
export function composingAt(view: EditorView): number | null {
  const text = view.composing ? bindingOf(view.state) : null
  return text === null ? null : flatOffsetAt(text.rebuilt, view.state.selection.head)
}

/** Only listens: ProseMirror still handles the event itself. */
function tell(act: () => void): boolean {
  act()
  return false
}
