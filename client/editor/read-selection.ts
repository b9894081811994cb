/**
 * Browsers tell of a moved selection a moment after the key that moved it; the next key can come
 * first, on a busy phone as well as from a script. Without this, End and then Enter splits the
 * paragraph where the caret was before. So what the browser has selected is read before each key.
 */
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

export function readSelectionBeforeKeys(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view) => {
          if (!view.composing) observerOf(view)?.flush()
          return false
        },
      },
    },
  })
}

/** ProseMirror's own reader of the DOM. It is not in its published types; it flushes it itself at some keys. */
function observerOf(view: EditorView): { flush(): void } | null {
  const { domObserver } = view as unknown as { domObserver?: { flush?: unknown } }
  return typeof domObserver?.flush === 'function' ? (domObserver as { flush(): void }) : null
}
