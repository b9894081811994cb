/**
 * Words that the server refused, kept on the device for their author: what they changed against
 * the server's text, exactly and by ids, and the same as plain words to read, copy and download.
 */
import type { TextId } from '../../shared/ids.ts'
import type { RefusalCode } from '../../shared/refusals.ts'

export interface KeptCopy {
  readonly id: string
  readonly textId: TextId
  readonly lineage: string | null
  readonly reason: RefusalCode
  readonly ops: readonly unknown[]
  /** The words as a person reads them. */
  readonly plain: string
  readonly at: number
}
