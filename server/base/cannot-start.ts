/**
 * The server cannot start and the operator can be told why. The message is one sentence that
 * says what is wrong and what to do; it is printed alone, without a stack, and the process
 * ends with 1.
 */
export class CannotStart extends Error {
  override name = 'CannotStart'
}
