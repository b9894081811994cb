/** A bug of ours stops here, with its values in the message, before it can reach the disk. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}

/** Closes a `switch` over a union: a new case then does not compile until someone has thought about it. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
