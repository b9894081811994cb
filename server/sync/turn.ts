/**
 * What came into one room in one turn of the event loop: a row of the log for each connection,
 * never two people in one, and no row that stands on one after it, so that the text can be read
 * at every row of its log.
 */
import type { TextId } from '../../shared/ids.ts'
import type { News } from './guard.ts'
import type { Member } from './member.ts'
import type { Append, Seq } from './text-store.ts'

export interface Row {
  readonly member: Member
  /** The epoch under which its updates were judged; under another one it is not written. */
  readonly epoch: number
  readonly updates: Uint8Array[]
  readonly clientIds: Set<number>
  /** Per client, where its clock stands once this row is applied. */
  readonly state: Map<number, number>
  isEdit: boolean
  /** The sender's count of updates, this row included. */
  count: number
}

/** What is put into a row: the judged update, and the client id of the sender's presence, if there is one. */
export interface Taken {
  readonly news: News
  readonly epoch: number
  readonly claimed: number | undefined
  readonly count: number
}

export class Turn {
  #rows: Row[] = []
  /** Which row wrote last under a client id, and from which clock on the turn wrote under it. */
  readonly #written = new Map<number, { from: number; row: Row }>()

  get isEmpty(): boolean {
    return this.#rows.length === 0
  }

  add(member: Member, { news, epoch, claimed, count }: Taken): void {
    const row = this.#rowFor(member, news, epoch)
    row.updates.push(news.bytes)
    row.isEdit ||= news.isEdit
    row.count = count
    if (claimed !== undefined) row.clientIds.add(claimed)
    for (const { client, from, to } of news.written) {
      row.clientIds.add(client)
      row.state.set(client, to)
      this.#written.set(client, { from: this.#written.get(client)?.from ?? from, row })
    }
  }

  /** The rows so far; the next update begins another turn. */
  take(): Row[] {
    const rows = this.#rows
    this.clear()
    return rows
  }

  clear(): void {
    this.#rows = []
    this.#written.clear()
  }

  /** The member's row; another one when the update stands on a row that comes after it. */
  #rowFor(member: Member, news: News, epoch: number): Row {
    const mine = this.#rows.findLast((row) => row.member === member && row.epoch === epoch)
    const standsOnLater = (client: number, clock: number) => {
      const written = this.#written.get(client)
      if (written === undefined || mine === undefined || clock < written.from) return false
      return this.#rows.indexOf(written.row) > this.#rows.indexOf(mine)
    }
    const goesOn =
      mine !== undefined &&
      !news.dependencies.some(({ client, clock }) => standsOnLater(client, clock)) &&
      !news.written.some(({ client, from }) => standsOnLater(client, from))
    if (goesOn) return mine
    const row = { member, epoch, updates: [], clientIds: new Set<number>(), state: new Map(), isEdit: false, count: 0 }
    this.#rows.push(row)
    return row
  }
}

/** The rows as the store takes them, after the head that the room knows. */
export function appendsOf(text: TextId, head: Seq, rows: readonly Row[]): Append[] {
  return rows.map(({ member, epoch, clientIds, updates, isEdit }, index) => ({
    text,
    epoch,
    expectedHead: head + index,
    personId: member.entry.actor.personId,
    organisationId: member.entry.organisationId,
    clientIds: [...clientIds],
    updates,
    isEdit,
  }))
}
