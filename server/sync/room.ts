/**
 * One text, open in memory: its document, who is connected, and the order in which an edit
 * becomes safe. The order is check, disk, the others, acknowledgement; a person may be told
 * "saved" only at the end of it, and nobody is shown a word that the server could still lose.
 *
 * One room per text and one process per database, so no locking is needed here. `Rooms` opens
 * and closes rooms; a room exists only once its text is loaded.
 */
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import { encodeSync } from '../../shared/protocol.ts'
import type { Refusal } from '../../shared/refusals.ts'
import type { Health } from '../base/health.ts'
import type { Log } from '../base/log.ts'
import type { Timers } from '../base/timers.ts'
import type { CommitQueue, RowSource } from './commit-queue.ts'
import { foldText } from './fold.ts'
import { applyJudged, judgeReadersUpdate, judgeUpdate } from './guard.ts'
import { LiveText } from './live-text.ts'
import type { Member } from './member.ts'
import { DiskFull, RoomGone } from './outages.ts'
import { Presence, type PresenceLimits } from './presence.ts'
import type { Append, AppendResult, StoredText, TextStanding, TextStore } from './text-store.ts'
import { appendsOf, Turn, type Row } from './turn.ts'

export interface RoomLimits {
  /** 500 rows and 256 KiB of tail: opening then takes some milliseconds more than from a snapshot alone. */
  readonly foldAfterRows: number
  readonly foldAfterBytes: number
  readonly presence: PresenceLimits
}

export interface RoomParts {
  readonly store: TextStore
  readonly queue: CommitQueue
  readonly timers: Timers
  readonly log: Log
  readonly health: Health
  readonly limits: RoomLimits
  /** The room's memory is dropped; the next who comes loads it anew. */
  readonly onGone: (room: Room) => void
}

/** What became of an update: `taken` is on its way to the disk and counted for its sender. */
export type Received = 'taken' | 'nothing' | 'gap'

interface Reader {
  readonly run: () => void
  readonly fail: (error: Error) => void
}

/** 32: merging updates costs more than their number; a full room's turn is one frame all the same. */
const MERGED_MAX = 32

export class Room implements RowSource {
  readonly textId: TextId
  readonly presence: Presence
  readonly #parts: RoomParts
  readonly #members = new Set<Member>()
  readonly #counts = new Map<Member, number>()
  /** The client id that a member's presence goes under. */
  readonly #claims = new Map<Member, number>()
  readonly #turn = new Turn()
  #phase: 'live' | 'loading' | 'draining' | 'gone' = 'live'
  #live: LiveText
  #inFlight: Row[] = []
  #readers: Reader[] = []
  #pauses = 0
  #isDistrusted = false
  #isFolding = false

  constructor(parts: RoomParts, stored: StoredText) {
    this.#parts = parts
    this.textId = stored.textId
    this.presence = new Presence(parts.timers, parts.limits.presence)
    this.#live = new LiveText(stored)
  }

  get standing(): TextStanding {
    return this.#live.standing
  }

  get members(): ReadonlySet<Member> {
    return this.#members
  }

  /** False while a reader of the text, a lock or the disk makes edits wait. */
  get isAccepting(): boolean {
    return this.#phase === 'live' && this.#pauses === 0 && this.#readers.length === 0 && !this.#isDistrusted
  }

  get isGone(): boolean {
    return this.#phase === 'gone'
  }

  join(member: Member): void {
    this.#members.add(member)
    this.#counts.set(member, 0)
    this.presence.join(member)
  }

  leave(member: Member): void {
    this.#members.delete(member)
    this.#counts.delete(member)
    this.#claims.delete(member)
    this.presence.leave(member)
  }

  /**
   * Checks one update and, when there is news in it, applies it and puts it into this turn's row
   * of its sender. Call only while `isAccepting`. `mayNot` is why the sender may not edit now.
   */
  receive(member: Member, bytes: Uint8Array, mayNot: Refusal | null): Received {
    const { doc, authorship, standing } = this.#live
    const { personId } = member.entry.actor
    const verdict =
      mayNot === null
        ? judgeUpdate({ doc, bytes, personId, ownerOf: authorship.ownerOf })
        : judgeReadersUpdate(doc, bytes, mayNot)
    if (verdict.kind !== 'news') return verdict.kind
    if (!applyJudged(doc, verdict, member)) {
      this.#distrust(member)
      return 'taken'
    }
    for (const { client } of verdict.written) authorship.claim(client, personId)
    const count = this.countOf(member) + 1
    this.#counts.set(member, count)
    this.#turn.add(member, { news: verdict, epoch: standing.epoch, claimed: this.#claims.get(member), count })
    this.#parts.queue.add(this)
    return 'taken'
  }

  /** How many updates of this member were taken so far. */
  countOf(member: Member): number {
    return this.#counts.get(member) ?? 0
  }

  /** Claims a client id before anybody is told of it; it is written with the person's next row. */
  claim(member: Member, clientId: number): void {
    this.#live.authorship.claim(clientId, member.entry.actor.personId)
    this.#claims.set(member, clientId)
  }

  /** Runs when everything taken so far is on the disk; new updates wait until it has run. */
  whenOnDisk(run: () => void, fail: (error: Error) => void = () => {}): void {
    if (this.#phase === 'gone') fail(new RoomGone())
    else if (this.#isOnDisk) run()
    else this.#readers.push({ run, fail })
  }

  /** The same as a promise, which fails when the disk does. */
  async onDisk(): Promise<void> {
    await new Promise<void>((resolve, reject) => this.whenOnDisk(resolve, reject))
  }

  /** What a state vector lacks. Only inside `whenOnDisk`. */
  encodeMissing(stateVector: Uint8Array): Uint8Array {
    return this.#live.encodeMissing(stateVector)
  }

  encodeStateVector(): Uint8Array {
    return this.#live.encodeOnDisk()
  }

  /** Reads the document. Only inside `whenOnDisk`, and synchronously. */
  read<T>(look: (doc: Y.Doc) => T): T {
    return look(this.#live.doc)
  }

  /** Edits wait until `resume`, and what was taken is on the disk when this resolves. */
  async pause(): Promise<void> {
    this.#pauses += 1
    try {
      await this.onDisk()
    } catch (error) {
      this.#pauses -= 1
      throw error
    }
  }

  resume(): void {
    this.#pauses -= 1
    this.#readOn()
  }

  /** The section changed: everybody's rights are asked again before the next edit is read. */
  async changeStanding(standing: Pick<TextStanding, 'epoch' | 'state' | 'title'>): Promise<void> {
    const { epoch, state, title } = standing
    // Two acts may be told in another order than they were made in.
    if (epoch < this.standing.epoch) return
    this.#live.standing = { ...this.#live.standing, epoch, state, title }
    this.#pauses += 1
    try {
      await Promise.all([...this.#members].map((member) => member.recheck()))
    } finally {
      this.resume()
    }
  }

  takeRows(): readonly Append[] {
    this.#inFlight = this.#turn.take()
    return appendsOf(this.textId, this.standing.head, this.#inFlight)
  }

  settle(outcome: readonly AppendResult[] | Error): void {
    const rows = this.#inFlight
    this.#inFlight = []
    if (this.#phase === 'gone') return
    if (outcome instanceof Error) return this.#outage(outcome)
    const failed = outcome.findIndex((result) => !result.ok)
    const written = failed < 0 ? rows : rows.slice(0, failed)
    if (written.length > 0) this.#written(written)
    const result = outcome[failed]
    if (result === undefined || result.ok) return this.#afterTurn()
    if (result.why === 'full') return this.#outage(new DiskFull())
    if (result.why === 'client-id') rows[failed]?.member.refuse('client-id-taken')
    // The memory holds what the disk did not take.
    this.#isDistrusted = true
    this.#turn.clear()
    void this.#reload()
  }

  /**
   * Leaves the memory: what was taken is on the disk and folded. The phase is `gone` afterwards,
   * whatever the fold said: it can be made another time.
   */
  async drain(sendAway: () => void): Promise<void> {
    await this.onDisk()
    this.#phase = 'draining'
    sendAway()
    if (this.#live.tail.rows > 0) await this.#fold()
    this.#phase = 'gone'
    this.presence.close()
    this.#live.destroy()
  }

  get #isOnDisk(): boolean {
    return this.#phase !== 'loading' && !this.#isDistrusted && this.#turn.isEmpty && this.#inFlight.length === 0
  }

  /** The others first, then the acknowledgement. */
  #written(rows: readonly Row[]): void {
    this.#parts.health.commitSucceeded()
    this.#tell(rows)
    this.#live.written(rows)
    for (const { member, count } of rows) if (this.#members.has(member)) member.settled(count)
  }

  /** One frame for the whole turn. Where two wrote, each also gets their own words back, which Yjs passes over. */
  #tell(rows: readonly Row[]): void {
    const [first] = rows
    const onlyAuthor = rows.every((row) => row.member === first?.member) ? first?.member : null
    const listeners = [...this.#members].filter((member) => member !== onlyAuthor)
    if (listeners.length === 0) return
    const updates = rows.flatMap((row) => row.updates)
    const known = once(() => this.#live.encodeOnDisk())
    for (let from = 0; from < updates.length; from += MERGED_MAX) {
      const some = updates.slice(from, from + MERGED_MAX)
      const [only] = some
      const message = encodeSync('update', some.length === 1 && only !== undefined ? only : Y.mergeUpdates(some))
      for (const listener of listeners) listener.tellUpdate(message, known)
    }
  }

  #afterTurn(): void {
    if (!this.#isOnDisk) {
      if (this.#isDistrusted && this.#turn.isEmpty) void this.#reload()
      return
    }
    const readers = this.#readers.splice(0)
    for (const reader of readers) reader.run()
    if (readers.length > 0) this.#readOn()
    const { foldAfterRows, foldAfterBytes } = this.#parts.limits
    const { rows, bytes } = this.#live.tail
    if (rows >= foldAfterRows || bytes >= foldAfterBytes) void this.#fold()
  }

  #readOn(): void {
    if (!this.isAccepting) return
    for (const member of this.#members) member.readOn()
  }

  async #fold(): Promise<void> {
    if (this.#isFolding) return
    this.#isFolding = true
    const live = this.#live
    const { rows, bytes } = live.tail
    try {
      await foldText(this.#parts.store, this.textId)
      live.tail = { rows: live.tail.rows - rows, bytes: live.tail.bytes - bytes }
    } catch (error) {
      // The log is whole without it; opening takes longer, and the next fold tries again.
      live.tail = { rows: 0, bytes: 0 }
      this.#parts.log.warn({ textId: this.textId, error }, 'a text could not be folded')
    } finally {
      this.#isFolding = false
    }
  }

  /** A check after applying found what the check before did not foresee; what was good is written first. */
  #distrust(member: Member): void {
    this.#parts.log.error(
      { textId: this.textId, personId: member.entry.actor.personId },
      'an update changed what it must not',
    )
    this.#isDistrusted = true
    member.refuse('bad-request', 'not what was judged')
    if (this.#turn.isEmpty && this.#inFlight.length === 0) void this.#reload()
  }

  async #reload(): Promise<void> {
    if (this.#phase !== 'live') return
    this.#phase = 'loading'
    try {
      const stored = await this.#parts.store.load(this.textId)
      if (stored === null) throw new RoomGone()
      const live = new LiveText(stored)
      this.#live.destroy()
      this.#live = live
    } catch (error) {
      // Never a blank text: everybody is sent away, and comes back to a fresh load.
      return this.#outage(error instanceof Error ? error : new Error(String(error)))
    }
    this.#isDistrusted = false
    for (const [member, clientId] of this.#claims) this.#reclaim(member, clientId)
    await Promise.all([...this.#members].map((member) => member.recheck()))
    if (this.#phase !== 'loading') return
    this.#phase = 'live'
    for (const member of this.#members) member.syncAgain()
    this.#afterTurn()
    this.#readOn()
  }

  #reclaim(member: Member, clientId: number): void {
    const { authorship } = this.#live
    const { personId } = member.entry.actor
    const owner = authorship.ownerOf(clientId)
    if (owner === undefined || owner === personId) authorship.claim(clientId, personId)
    else member.refuse('client-id-taken')
  }

  /** The disk failed: nobody is told of the words it did not take, and everybody is sent away to try again. */
  #outage(error: Error): void {
    if (this.#phase === 'gone') return
    this.#phase = 'gone'
    this.#parts.health.commitFailed(error.message)
    this.#parts.log.error({ textId: this.textId, error }, 'a text is not being kept')
    this.#turn.clear()
    this.#inFlight = []
    for (const reader of this.#readers.splice(0)) reader.fail(error)
    for (const member of this.#members) member.closeForOutage()
    this.presence.close()
    this.#live.destroy()
    this.#parts.onGone(this)
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
