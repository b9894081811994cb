import { useState } from 'preact/hooks'

let made = 0

/**
 * An id that no other element of the page has. Preact's own `useId` counts anew in each tree, and
 * the editor draws its tools in a tree of its own: two elements with one id name each other's things.
 */
export function useUniqueId(): string {
  const [id] = useState(() => `id-${(made += 1)}`)
  return id
}
