/** After the next drawing, takes the person to the first field that needs them. */
export function focusInvalid(): void {
  requestAnimationFrame(() => {
    const dialog = document.querySelector('dialog[open]') ?? document
    dialog.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  })
}
