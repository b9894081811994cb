/**
 * The acts that change the state of a section, first of all the lock: the rooms of all its
 * languages wait, their turns reach the disk, and one transaction freezes what is there with
 * the section, the revision and the record. So an edit is before the lock or kept aside, in
 * every language alike; when the act fails, people go on as if nothing had been.
 */
import type { LockAnswer, UnlockAnswer } from '../../shared/api/statements.ts'
import type { SectionId, TextId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/people.ts'
import { refuseLock, refuseReopen, refuseSendToReview, refuseUnlock } from '../../shared/permissions.ts'
import { Refusal, throwIf, type RefusalCode } from '../../shared/refusals.ts'
import { revisionDigests } from '../../shared/section-text/canonical.ts'
import type { SectionStateName } from '../../shared/statements.ts'
import type { Database, Trx } from '../db/database.ts'
import { lockSection, reopen, sendToReview, unlockSection } from '../domain/sections.ts'
import { loadSectionAccess, type SectionAccess } from '../domain/text-access.ts'
import { freezeRoom } from './read-text.ts'
import type { Room } from './room.ts'
import { EpochMoved, type TextStore } from './text-store.ts'

export interface SectionActsParts {
  readonly database: Database
  readonly store: TextStore
  readonly open: (textId: TextId) => Promise<Room>
  /** The room if the text is open, without opening it. */
  readonly find: (textId: TextId) => Room | undefined
}

interface Change {
  readonly to: SectionStateName
  readonly may: (access: SectionAccess) => RefusalCode | null
  /** A lock needs the words of closed texts too. */
  readonly opensClosed: boolean
}

/** Three: each means that a right changed in the millisecond between two statements. */
const TRANSITION_TRIES = 3

export class SectionActs {
  readonly #parts: SectionActsParts

  constructor(parts: SectionActsParts) {
    this.#parts = parts
  }

  async lock(actor: Actor, sectionId: SectionId, reason: string | null, now: number): Promise<LockAnswer> {
    const may = (access: SectionAccess) => refuseLock(access.part, access.statement, access.section)
    return await this.#change(actor, sectionId, { to: 'locked', may, opensClosed: true }, async (trx, rooms) => {
      const texts = rooms.map(freezeRoom)
      const { fullDigest } = revisionDigests(texts.map(({ text }) => text))
      const frozen = texts.map(({ words }) => words)
      const { revisionId, digests } = await lockSection(trx, { sectionId, actor, reason, frozen, fullDigest, now })
      return { revisionId, digests, fullDigest }
    })
  }

  async unlock(
    actor: Actor,
    input: { sectionId: SectionId; to: 'review' | 'open'; reason: string },
    now: number,
  ): Promise<UnlockAnswer> {
    const may = (access: SectionAccess) => refuseUnlock(access.part, access.statement, access.section)
    return await this.#change(actor, input.sectionId, { to: input.to, may, opensClosed: false }, (trx) =>
      unlockSection(trx, actor, input, now),
    )
  }

  async sendToReview(actor: Actor, sectionId: SectionId, now: number): Promise<{ epoch: number }> {
    const may = (access: SectionAccess) => refuseSendToReview(access.part, access.statement, access.section)
    return await this.#change(actor, sectionId, { to: 'review', may, opensClosed: false }, (trx) =>
      sendToReview(trx, actor, sectionId, now),
    )
  }

  async reopen(actor: Actor, input: { sectionId: SectionId; reason: string }, now: number): Promise<{ epoch: number }> {
    const may = (access: SectionAccess) => refuseReopen(access.part, access.statement, access.section)
    return await this.#change(actor, input.sectionId, { to: 'open', may, opensClosed: false }, (trx) =>
      reopen(trx, actor, input, now),
    )
  }

  /** Rooms wait, their turns reach the disk, one transaction, then everybody learns of it. */
  async #change<T>(
    actor: Actor,
    sectionId: SectionId,
    change: Change,
    inside: (trx: Trx, rooms: readonly Room[]) => Promise<T>,
  ): Promise<T> {
    const { database, store, open, find } = this.#parts
    // Asked before anybody is made to wait, and once more in the transaction.
    throwIf(change.may(await loadSectionAccess(database.db, actor, sectionId)))
    const texts = await store.listTexts(sectionId)
    const rooms = change.opensClosed
      ? await Promise.all(texts.map(({ textId }) => open(textId)))
      : texts.flatMap(({ textId }) => find(textId) ?? [])
    const paused: Room[] = []
    try {
      for (const room of rooms) {
        await room.pause()
        paused.push(room)
      }
      const result = await this.#transition(sectionId, change.to, (trx) => inside(trx, rooms))
      for (const now of await store.listTexts(sectionId)) await find(now.textId)?.changeStanding(now)
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
}
