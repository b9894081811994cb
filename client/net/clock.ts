/** The client's one clock and its one die; everything else is given the time and the chance it needs. */
export function now(): number {
  return Date.now()
}

export function random(): number {
  return Math.random()
}
