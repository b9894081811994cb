/** A phone taken out of the pocket, or back on the line: try at once, not when the back-off has run out. */
export function onWake(wake: () => void): () => void {
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') wake()
  }
  window.addEventListener('online', wake)
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    window.removeEventListener('online', wake)
    document.removeEventListener('visibilitychange', onVisible)
  }
}
