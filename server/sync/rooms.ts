/**
 * The texts that are open in memory: which room a text has, when it is loaded and when it
 * leaves, and whose rights are asked again. Nobody else holds a room.
 */
import type { LockAnswer, UnlockAnswer } from '../../shared/api/statements.ts'
import type { PersonId, SectionId, SessionId, StatementId, TextId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Health } from '../base/health.ts'
import type { Log } from '../base/log.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Database } from '../db/database.ts'
import { COMMIT_LIMITS, CommitQueue, type CommitLimits } from './commit-queue.ts'
import { foldText } from './fold.ts'
import type { Member } from './member.ts'
import { RoomGone } from './outages.ts'
import { PRESENCE_LIMITS } from './presence.ts'
import { readRoom, type ReadText } from './read-text.ts'
import { Room, type RoomLimits } from './room.ts'
import { SectionActs } from './section-acts.ts'
import type { TextStore } from './text-store.ts'

export interface RoomsLimits extends RoomLimits {
  readonly commit: CommitLimits
  /** 60 s after the last person left: whoever reloads a page finds the room as it was. */
  readonly evictAfterMs: number
  /** Closed texts are folded in the background, some at a time, so that opening one is quick. */
  readonly sweepEveryMs: number
  readonly sweepTexts: number
}

const ROOMS_LIMITS: RoomsLimits = {
  foldAfterRows: 500,
  foldAfterBytes: 256 * 1024,
  presence: PRESENCE_LIMITS,
  commit: COMMIT_LIMITS,
  evictAfterMs: 60_000,
  sweepEveryMs: 60_000,
  sweepTexts: 20,
}

export interface RoomsParts {
  readonly database: Database
  readonly store: TextStore
  readonly timers: Timers
  readonly log: Log
  readonly health: Health
  readonly limits?: Partial<RoomsLimits>
}

/** Whose rights, or which texts' rights, may have changed. Nothing named: everybody's. */
export interface Whose {
  readonly personId?: PersonId
  readonly sessionId?: SessionId
  readonly sectionId?: SectionId
  readonly statementId?: StatementId
}

export class Rooms {
  readonly #parts: RoomsParts
  readonly #limits: RoomsLimits
  readonly #queue: CommitQueue
  readonly #acts: SectionActs
  readonly #opening = new Map<TextId, Promise<Room>>()
  readonly #closing = new Map<TextId, Promise<void>>()
  readonly #rooms = new Map<TextId, Room>()
  readonly #evictions = new Map<Room, Cancel>()
  #cancelSweep: Cancel | null = null
  #isClosed = false

  constructor(parts: RoomsParts) {
    this.#parts = parts
    this.#limits = { ...ROOMS_LIMITS, ...parts.limits }
    this.#queue = new CommitQueue(parts.store, parts.timers, this.#limits.commit)
    this.#acts = new SectionActs({
      database: parts.database,
      store: parts.store,
      open: (textId) => this.open(textId),
      find: (textId) => this.#rooms.get(textId),
    })
    this.#sweepLater()
  }

  /** The room of a text, loaded. Throws when there is no such text or the disk can't give it whole. */
  async open(textId: TextId): Promise<Room> {
    while (this.#closing.has(textId)) await this.#closing.get(textId)
    if (this.#isClosed) throw new RoomGone()
    const opening = this.#opening.get(textId)
    if (opening !== undefined) return await opening
    const loading = this.#load(textId)
    this.#opening.set(textId, loading)
    try {
      const room = await loading
      // Nobody is in it yet: without this, a room opened only to be read would stay for ever.
      this.#evictLater(room)
      return room
    } catch (error) {
      this.#opening.delete(textId)
      throw error
    }
  }

  /** Keeps the room while this member is in it. */
  joined(room: Room): void {
    this.#evictions.get(room)?.()
    this.#evictions.delete(room)
  }

  /** Somebody left; the last one starts the clock. */
  left(room: Room): void {
    if (room.members.size === 0 && !room.isGone) this.#evictLater(room)
  }

  /** What the text says now, once everything taken so far is on the disk. */
  async readText(textId: TextId): Promise<ReadText> {
    const room = await this.open(textId)
    return await new Promise<ReadText>((resolve, reject) => room.whenOnDisk(() => resolve(readRoom(room)), reject))
  }

  /** Freezes all languages of a section as one revision. */
  async lockSection(actor: Actor, sectionId: SectionId, reason: string | null, now: number): Promise<LockAnswer> {
    return await this.#acts.lock(actor, sectionId, reason, now)
  }

  async unlockSection(
    actor: Actor,
    sectionId: SectionId,
    to: 'review' | 'open',
    reason: string,
    now: number,
  ): Promise<UnlockAnswer> {
    return await this.#acts.unlock(actor, { sectionId, to, reason }, now)
  }

  async sendToReview(actor: Actor, sectionId: SectionId, now: number): Promise<{ epoch: number }> {
    return await this.#acts.sendToReview(actor, sectionId, now)
  }

  async reopen(actor: Actor, sectionId: SectionId, reason: string, now: number): Promise<{ epoch: number }> {
    return await this.#acts.reopen(actor, { sectionId, reason }, now)
  }

  /**
   * Call it after the commit of an act that changed rights. Resolves when every socket concerned
   * has been asked again: closed, or told its new status.
   */
  async recheck(whose: Whose): Promise<void> {
    await Promise.all(
      [...this.#rooms.values()].map(async (room) => {
        const now = await this.#parts.store.find(room.textId)
        if (now === null || room.isGone) return
        const { epoch, state, title } = room.standing
        if (now.epoch !== epoch || now.state !== state || now.title !== title) return await room.changeStanding(now)
        await Promise.all([...room.members].filter((member) => isOf(member, whose)).map((member) => member.recheck()))
      }),
    )
  }

  /** Writes what was taken, acknowledges it, folds, and sends everybody away to come back later. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelSweep?.()
    for (const cancel of this.#evictions.values()) cancel()
    await this.#queue.idle()
    for (const room of this.#rooms.values()) {
      await this.#drain(room, () => {
        for (const member of room.members) member.closeForOutage()
      })
    }
  }

  async #load(textId: TextId): Promise<Room> {
    const stored = await this.#parts.store.load(textId)
    if (stored === null) throw new Refusal('no-such-text')
    const { store, timers, log, health } = this.#parts
    const onGone = (room: Room) => this.#forget(room)
    const room = new Room({ store, timers, log, health, queue: this.#queue, limits: this.#limits, onGone }, stored)
    this.#rooms.set(textId, room)
    return room
  }

  #evictLater(room: Room): void {
    this.joined(room)
    if (this.#isClosed) return
    const evict = () => {
      this.#evictions.delete(room)
      if (room.members.size === 0 && !room.isGone) void this.#drain(room, () => {})
    }
    this.#evictions.set(room, this.#parts.timers.after(this.#limits.evictAfterMs, evict))
  }

  /** Whoever opens the text meanwhile waits until the room is gone, and loads it anew. */
  async #drain(room: Room, sendAway: () => void): Promise<void> {
    const { textId } = room
    this.#opening.delete(textId)
    const closing = this.#closeRoom(room, sendAway)
    this.#closing.set(textId, closing)
    await closing
  }

  async #closeRoom(room: Room, sendAway: () => void): Promise<void> {
    try {
      await room.drain(sendAway)
    } catch (error) {
      // The disk failed: the room has sent its people away by itself, and the log has what it has.
      this.#parts.log.warn({ textId: room.textId, error }, 'a text was left without its fold')
    }
    this.#rooms.delete(room.textId)
    this.#closing.delete(room.textId)
  }

  #forget(room: Room): void {
    this.joined(room)
    this.#rooms.delete(room.textId)
    this.#opening.delete(room.textId)
  }

  #sweepLater(): void {
    this.#cancelSweep = this.#parts.timers.after(this.#limits.sweepEveryMs, () => {
      void this.sweep().finally(() => {
        if (!this.#isClosed) this.#sweepLater()
      })
    })
  }

  /** Folds some closed texts whose log has a tail. */
  async sweep(): Promise<void> {
    const { store, log } = this.#parts
    for (const { textId } of await store.listUnfolded(this.#limits.sweepTexts)) {
      if (this.#isClosed || this.#opening.has(textId)) continue
      try {
        await foldText(store, textId)
      } catch (error) {
        // The text can't be opened either, and whoever tries is told; the others are still folded.
        log.error({ textId, error }, 'a closed text could not be folded')
      }
    }
  }
}

function isOf(member: Member, whose: Whose): boolean {
  const { actor, access } = member.entry
  return (
    (whose.personId === undefined || actor.personId === whose.personId) &&
    (whose.sessionId === undefined || actor.sessionId === whose.sessionId) &&
    (whose.sectionId === undefined || access.sectionId === whose.sectionId) &&
    (whose.statementId === undefined || access.statementId === whose.statementId)
  )
}
