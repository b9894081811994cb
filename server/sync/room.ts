/**
 * One text, open in memory: its document, who is connected, and the order in which an edit
 * becomes safe. The order is check, disk, the others, acknowledgement; a person may be told
 * "saved" only at the end of it, and nobody is shown a word that the server could still lose.
 *
 * One room per text and one process per database, so no locking is needed here. `Rooms` opens
 * and closes rooms; a room exists only once its text is loaded.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { OrganisationId, PersonId, TextId } from '../../shared/ids.ts'
import { encodeSync } from '../../shared/protocol.ts'
import { Refusal, type RefusalCode } from '../../shared/refusals.ts'
import type { Health } from '../base/health.ts'
import type { Log } from '../base/log.ts'
import type { Timers } from '../base/timers.ts'
import { Authorship } from './authorship.ts'
import type { CommitQueue, RowSource } from './commit-queue.ts'
import type { Entry } from './gate.ts'
import { buildDoc, foldText } from './fold.ts'
import { applyJudged, judgeReadersUpdate, judgeUpdate, type Verdict } from './guard.ts'
import { Presence, type PresenceLimits, type PresentConnection } from './presence.ts'
import type { Append, AppendResult, Seq, StoredText, TextStanding, TextStore } from './text-store.ts'

/** A connection, as the room sees it. */
export interface Member extends PresentConnection {
  /** Who this is and what the text is to them, as it was last asked. */
  readonly entry: Entry
  /** An update that is on the disk. `known` is what this member has had so far, should it have to catch up. */
  tellUpdate(message: Uint8Array, known: () => Uint8Array): void
  /** So many of its updates are on the disk. */
  settled(count: number): void
  refuse(code: RefusalCode, why?: string): void
  /** What this person may do is asked again, now. */
  recheck(): Promise<void>
  /** The room was read from the disk again: what was not settled must be sent once more. */
  syncAgain(): void
  closeForOutage(): void
  /** Goes on with messages that had to wait. */
  readOn(): void
}

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

interface Row {
  readonly member: Member
  readonly personId: PersonId
  readonly organisationId: OrganisationId | null
  /** The epoch under which its updates were judged; under another one it is not written. */
  readonly epoch: number
  readonly updates: Uint8Array[]
  readonly clientIds: Set<number>
  readonly state: Map<number, number>
  isEdit: boolean
  /** The sender's count of updates, this row included. */
  count: number
}

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
  #phase: 'live' | 'loading' | 'draining' | 'gone' = 'live'
  #standing: TextStanding
  #doc: Y.Doc
  #authorship: Authorship
  /** Clocks by client of what is on the disk. */
  #onDisk: Map<number, number>
  #tail: { rows: number; bytes: number }
  #whole: { head: Seq; bytes: Uint8Array } | null
  #turn: Row[] = []
  /** Which row of this turn wrote last under a client id, and from which clock on. */
  #writtenThisTurn = new Map<number, { from: number; row: Row }>()
  #inFlight: Row[] = []
  #readers: Reader[] = []
  #pauses = 0
  #isDistrusted = false
  #isFolding = false

  constructor(parts: RoomParts, stored: StoredText) {
    this.#parts = parts
    this.textId = stored.textId
    this.presence = new Presence(parts.timers, parts.limits.presence)
    const live = openLive(stored)
    this.#standing = live.standing
    this.#doc = live.doc
    this.#authorship = live.authorship
    this.#onDisk = live.onDisk
    this.#tail = live.tail
    this.#whole = live.whole
  }

  get standing(): TextStanding {
    return this.#standing
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
    const verdict =
      mayNot === null
        ? judgeUpdate({
            doc: this.#doc,
            bytes,
            personId: member.entry.actor.personId,
            ownerOf: this.#authorship.ownerOf,
          })
        : judgeReadersUpdate(this.#doc, bytes, mayNot)
    if (verdict.kind !== 'news') return verdict.kind
    const row = this.#rowFor(member, verdict)
    if (!applyJudged(this.#doc, verdict, member)) {
      this.#distrust(member)
      return 'taken'
    }
    if (!this.#turn.includes(row)) this.#turn.push(row)
    row.updates.push(verdict.bytes)
    row.isEdit ||= verdict.isEdit
    row.count = (this.#counts.get(member) ?? 0) + 1
    this.#counts.set(member, row.count)
    for (const clientId of verdict.clientIds) {
      this.#authorship.claim(clientId, member.entry.actor.personId)
      row.clientIds.add(clientId)
    }
    const claimed = this.#claims.get(member)
    if (claimed !== undefined) row.clientIds.add(claimed)
    for (const [client, clock] of verdict.state) row.state.set(client, clock)
    this.#parts.queue.add(this)
    return 'taken'
  }

  /** How many updates of this member were taken so far. */
  countOf(member: Member): number {
    return this.#counts.get(member) ?? 0
  }

  /** Claims a client id before anybody is told of it; it is written with the person's next row. */
  claim(member: Member, clientId: number): void {
    this.#authorship.claim(clientId, member.entry.actor.personId)
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
    if (stateVector.length > 1) return Y.encodeStateAsUpdate(this.#doc, stateVector)
    const { head } = this.#standing
    if (this.#whole?.head !== head) this.#whole = { head, bytes: Y.encodeStateAsUpdate(this.#doc) }
    return this.#whole.bytes
  }

  /** Only inside `whenOnDisk`. */
  encodeStateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc)
  }

  /** Reads the document. Only inside `whenOnDisk`, and synchronously. */
  read<T>(look: (doc: Y.Doc) => T): T {
    return look(this.#doc)
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
    this.#standing = { ...this.#standing, epoch, state, title }
    this.#pauses += 1
    try {
      await Promise.all([...this.#members].map((member) => member.recheck()))
    } finally {
      this.resume()
    }
  }

  takeRows(): readonly Append[] {
    this.#inFlight = this.#turn
    this.#turn = []
    this.#writtenThisTurn.clear()
    return this.#inFlight.map((row, index) => ({
      text: this.textId,
      epoch: row.epoch,
      expectedHead: this.#standing.head + index,
      personId: row.personId,
      organisationId: row.organisationId,
      clientIds: [...row.clientIds],
      updates: row.updates,
      isEdit: row.isEdit,
    }))
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
    this.#turn = []
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
    if (this.#tail.rows > 0) await this.#fold()
    this.#phase = 'gone'
    this.presence.close()
    this.#doc.destroy()
  }

  get #isOnDisk(): boolean {
    return this.#phase !== 'loading' && !this.#isDistrusted && this.#turn.length === 0 && this.#inFlight.length === 0
  }

  /** This turn's row of the member; another one when the update stands on a row that comes after it. */
  #rowFor(member: Member, news: Extract<Verdict, { kind: 'news' }>): Row {
    const { epoch } = this.#standing
    const mine = this.#turn.findLast((row) => row.member === member && row.epoch === epoch)
    const standsOnLater = (client: number, clock: number) => {
      const written = this.#writtenThisTurn.get(client)
      if (written === undefined || clock < written.from || mine === undefined) return false
      return this.#turn.indexOf(written.row) > this.#turn.indexOf(mine)
    }
    const needsAnother =
      mine === undefined ||
      news.dependencies.some(({ client, clock }) => standsOnLater(client, clock)) ||
      news.clientIds.some((client) => standsOnLater(client, Y.getState(this.#doc.store, client)))
    const row = needsAnother ? openRow(member, epoch) : mine
    for (const client of news.clientIds) {
      const from = this.#writtenThisTurn.get(client)?.from ?? Y.getState(this.#doc.store, client)
      this.#writtenThisTurn.set(client, { from, row })
    }
    return row
  }

  #written(rows: readonly Row[]): void {
    this.#parts.health.commitSucceeded()
    this.#standing = { ...this.#standing, head: this.#standing.head + rows.length }
    this.#tell(rows)
    for (const row of rows) {
      for (const [client, clock] of row.state) this.#onDisk.set(client, clock)
      this.#tail.rows += 1
      for (const update of row.updates) this.#tail.bytes += update.byteLength
      if (this.#members.has(row.member)) row.member.settled(row.count)
    }
  }

  /** One frame for the whole turn. Where two wrote, each also gets their own words back, which Yjs passes over. */
  #tell(rows: readonly Row[]): void {
    const [first] = rows
    const onlyAuthor = rows.every((row) => row.member === first?.member) ? first?.member : null
    const listeners = [...this.#members].filter((member) => member !== onlyAuthor)
    if (listeners.length === 0) return
    const updates = rows.flatMap((row) => row.updates)
    const known = once(() => encodeClocks(this.#onDisk))
    for (let from = 0; from < updates.length; from += MERGED_MAX) {
      const some = updates.slice(from, from + MERGED_MAX)
      const [only] = some
      const message = encodeSync('update', some.length === 1 && only !== undefined ? only : Y.mergeUpdates(some))
      for (const listener of listeners) listener.tellUpdate(message, known)
    }
  }

  #afterTurn(): void {
    if (!this.#isOnDisk) {
      if (this.#isDistrusted && this.#turn.length === 0) void this.#reload()
      return
    }
    const readers = this.#readers.splice(0)
    for (const reader of readers) reader.run()
    if (readers.length > 0) this.#readOn()
    const { foldAfterRows, foldAfterBytes } = this.#parts.limits
    if (this.#tail.rows >= foldAfterRows || this.#tail.bytes >= foldAfterBytes) void this.#fold()
  }

  #readOn(): void {
    if (!this.isAccepting) return
    for (const member of this.#members) member.readOn()
  }

  async #fold(): Promise<void> {
    if (this.#isFolding) return
    this.#isFolding = true
    const { rows, bytes } = this.#tail
    try {
      await foldText(this.#parts.store, this.textId)
      this.#tail = { rows: this.#tail.rows - rows, bytes: this.#tail.bytes - bytes }
    } catch (error) {
      // The log is whole without it; opening takes longer, and the next fold tries again.
      this.#tail = { rows: 0, bytes: 0 }
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
    if (this.#turn.length === 0 && this.#inFlight.length === 0) void this.#reload()
  }

  async #reload(): Promise<void> {
    if (this.#phase !== 'live') return
    this.#phase = 'loading'
    try {
      const stored = await this.#parts.store.load(this.textId)
      if (stored === null) throw new RoomGone()
      const live = openLive(stored)
      this.#doc.destroy()
      this.#standing = live.standing
      this.#doc = live.doc
      this.#authorship = live.authorship
      this.#onDisk = live.onDisk
      this.#tail = live.tail
      this.#whole = live.whole
    } catch (error) {
      // Never a blank text: everybody is sent away, and comes back to a fresh load.
      return this.#outage(error instanceof Error ? error : new Error(String(error)))
    }
    this.#isDistrusted = false
    this.#writtenThisTurn.clear()
    for (const [member, clientId] of this.#claims) this.#reclaim(member, clientId)
    await Promise.all([...this.#members].map((member) => member.recheck()))
    if (this.#phase !== 'loading') return
    this.#phase = 'live'
    for (const member of this.#members) member.syncAgain()
    this.#afterTurn()
    this.#readOn()
  }

  #reclaim(member: Member, clientId: number): void {
    const { personId } = member.entry.actor
    const owner = this.#authorship.ownerOf(clientId)
    if (owner === undefined || owner === personId) this.#authorship.claim(clientId, personId)
    else member.refuse('client-id-taken')
  }

  /** The disk failed: nobody is told of the words it did not take, and everybody is sent away to try again. */
  #outage(error: Error): void {
    if (this.#phase === 'gone') return
    this.#phase = 'gone'
    this.#parts.health.commitFailed(error.message)
    this.#parts.log.error({ textId: this.textId, error }, 'a text is not being kept')
    this.#turn = []
    this.#inFlight = []
    for (const reader of this.#readers.splice(0)) reader.fail(error)
    for (const member of this.#members) member.closeForOutage()
    this.presence.close()
    this.#doc.destroy()
    this.#parts.onGone(this)
  }
}

/** The memory of this room was dropped; open it again. */
export class RoomGone extends Error {
  override name = 'RoomGone'
  constructor() {
    super('the room is closed')
  }
}

/** SQLite has no room left to write. */
export class DiskFull extends Error {
  override name = 'DiskFull'
  constructor() {
    super('the disk is full')
  }
}

function openLive(stored: StoredText) {
  const doc = buildDoc(stored)
  const { rows, snapshot, owners, ...standing } = stored
  const onDisk = new Map<number, number>()
  for (const client of doc.store.clients.keys()) onDisk.set(client, Y.getState(doc.store, client))
  return {
    standing,
    doc,
    authorship: new Authorship(owners),
    onDisk,
    tail: { rows: rows.length, bytes: rows.reduce((sum, row) => sum + row.sizeBytes, 0) },
    // With nothing after the snapshot, a first sync is the stored bytes as they are.
    whole: snapshot !== null && rows.length === 0 ? { head: standing.head, bytes: snapshot.bytes } : null,
  }
}

function openRow(member: Member, epoch: number): Row {
  const { actor, organisationId } = member.entry
  const [clientIds, state] = [new Set<number>(), new Map<number, number>()]
  return {
    member,
    personId: actor.personId,
    organisationId,
    epoch,
    updates: [],
    clientIds,
    state,
    isEdit: false,
    count: 0,
  }
}

function encodeClocks(clocks: ReadonlyMap<number, number>): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clocks.size)
    for (const [client, clock] of clocks) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
    }
  })
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
