/**
 * The texts that are open in memory: which room a text has, when it leaves, and the acts that
 * need the live text, first of all the lock. A lock makes the rooms of all languages wait, lets
 * their turns reach the disk, and freezes what is there in one transaction with the section, the
 * revision and the record; so an edit is before the lock or kept aside, in every language alike.
 */
import type { LockAnswer, UnlockAnswer } from '../../shared/api/statements.ts'
import type { PersonId, SectionId, SessionId, StatementId, TextId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { refuseLock, refuseReopen, refuseSendToReview, refuseUnlock } from '../../shared/permissions.ts'
import { Refusal, throwIf, type RefusalCode } from '../../shared/refusals.ts'
import {
  canonicalBlocks,
  canonicalText,
  revisionDigests,
  textDigests,
  type CanonicalBlock,
  type SectionText,
} from '../../shared/section-text/canonical.ts'
import { countWords } from '../../shared/section-text/plain-text.ts'
import type { SectionStateName } from '../../shared/statements.ts'
import type { Health } from '../base/health.ts'
import type { Log } from '../base/log.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Database, Trx } from '../db/database.ts'
import { lockSection, reopen, sendToReview, unlockSection, type FrozenWords } from '../domain/sections.ts'
import { loadSectionAccess, type SectionAccess } from '../domain/text-access.ts'
import { COMMIT_LIMITS, CommitQueue, type CommitLimits } from './commit-queue.ts'
import { foldText } from './fold.ts'
import { PRESENCE_LIMITS } from './presence.ts'
import type { Member } from './member.ts'
import { Room, RoomGone, type RoomLimits } from './room.ts'
import { EpochMoved, type TextStore } from './text-store.ts'

export interface RoomsLimits extends RoomLimits {
  readonly commit: CommitLimits
  /** 60 s after the last person left: whoever reloads a page finds the room as it was. */
  readonly evictAfterMs: number
  /** Closed texts are folded in the background, some at a time, so that opening one is quick. */
  readonly sweepEveryMs: number
  readonly sweepTexts: number
}

export const ROOMS_LIMITS: RoomsLimits = {
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

/** The text that is on the disk now, read as people read it. */
export interface ReadText {
  readonly head: number
  readonly title: string
  readonly blocks: readonly CanonicalBlock[]
  readonly digest: string
  readonly fullDigest: string
  readonly words: number
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
    const may = (access: SectionAccess) => refuseLock(access.part, access.statement, access.section)
    return await this.#change(actor, sectionId, { to: 'locked', may, opensClosed: true }, async (trx, rooms) => {
      const frozen = rooms.map(freeze)
      const { fullDigest } = revisionDigests(frozen.map(({ text }) => text))
      const words = frozen.map((one) => one.words)
      const { revisionId, digests } = await lockSection(trx, {
        sectionId,
        actor,
        reason,
        frozen: words,
        fullDigest,
        now,
      })
      return { revisionId, digests, fullDigest }
    })
  }

  async unlockSection(
    actor: Actor,
    sectionId: SectionId,
    to: 'review' | 'open',
    reason: string,
    now: number,
  ): Promise<UnlockAnswer> {
    const may = (access: SectionAccess) => refuseUnlock(access.part, access.statement, access.section)
    return await this.#change(actor, sectionId, { to, may, opensClosed: false }, (trx) =>
      unlockSection(trx, actor, { sectionId, to, reason }, now),
    )
  }

  async sendToReview(actor: Actor, sectionId: SectionId, now: number): Promise<{ epoch: number }> {
    const may = (access: SectionAccess) => refuseSendToReview(access.part, access.statement, access.section)
    return await this.#change(actor, sectionId, { to: 'review', may, opensClosed: false }, (trx) =>
      sendToReview(trx, actor, sectionId, now),
    )
  }

  async reopen(actor: Actor, sectionId: SectionId, reason: string, now: number): Promise<{ epoch: number }> {
    const may = (access: SectionAccess) => refuseReopen(access.part, access.statement, access.section)
    return await this.#change(actor, sectionId, { to: 'open', may, opensClosed: false }, (trx) =>
      reopen(trx, actor, { sectionId, reason }, now),
    )
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

  /** One change of state: rooms wait, their turns reach the disk, one transaction, then everybody learns it. */
  async #change<T>(
    actor: Actor,
    sectionId: SectionId,
    change: {
      to: SectionStateName
      may: (access: SectionAccess) => RefusalCode | null
      /** A lock needs the words of closed texts too. */
      opensClosed: boolean
    },
    inside: (trx: Trx, rooms: readonly Room[]) => Promise<T>,
  ): Promise<T> {
    const { database, store } = this.#parts
    // Asked before anybody is made to wait, and once more in the transaction.
    throwIf(change.may(await loadSectionAccess(database.db, actor, sectionId)))
    const texts = await store.listTexts(sectionId)
    const rooms = change.opensClosed
      ? await Promise.all(texts.map(({ textId }) => this.open(textId)))
      : texts.flatMap(({ textId }) => this.#rooms.get(textId) ?? [])
    const paused: Room[] = []
    try {
      for (const room of rooms) {
        await room.pause()
        paused.push(room)
      }
      const result = await this.#transition(sectionId, change.to, (trx) => inside(trx, rooms))
      for (const now of await store.listTexts(sectionId)) await this.#rooms.get(now.textId)?.changeStanding(now)
      return result
    } finally {
      for (const room of paused) room.resume()
    }
  }

  async #transition<T>(sectionId: SectionId, to: SectionStateName, inside: (trx: Trx) => Promise<T>): Promise<T> {
    const { store } = this.#parts
    for (let tries = 1; ; tries += 1) {
      const [first] = await store.listTexts(sectionId)
      if (first === undefined) throw new Refusal('no-such-section')
      try {
        return (await store.transition(sectionId, first.epoch, to, inside)).result
      } catch (error) {
        // A right changed between the look and the act. The words are paused, so looking again is safe.
        if (!(error instanceof EpochMoved) || tries === TRANSITION_TRIES) throw error
      }
    }
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

/** Three: each means that a right changed in the millisecond between two statements. */
const TRANSITION_TRIES = 3

function isOf(member: Member, whose: Whose): boolean {
  const { actor, access } = member.entry
  return (
    (whose.personId === undefined || actor.personId === whose.personId) &&
    (whose.sessionId === undefined || actor.sessionId === whose.sessionId) &&
    (whose.sectionId === undefined || access.sectionId === whose.sectionId) &&
    (whose.statementId === undefined || access.statementId === whose.statementId)
  )
}

function readRoom(room: Room): ReadText {
  const { head, language, title } = room.standing
  const blocks = room.read(canonicalBlocks)
  return { head, title, blocks, ...textDigests({ language, title, blocks }), words: countWords(blocks) }
}

/** Only while the room is paused and on the disk. */
function freeze(room: Room): { text: SectionText; words: FrozenWords } {
  if (room.isGone) throw new RoomGone()
  const { textId, language } = room.standing
  const { head, title, blocks, digest, fullDigest, words } = readRoom(room)
  const text = { language, title, blocks }
  return { text, words: { language, textId, head, title, canonical: canonicalText(text), digest, fullDigest, words } }
}
