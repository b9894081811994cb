/**
 * One socket of one person on one text. It reads messages in their order, asks at each one
 * what this person may do now, keeps to the limits by making the sender wait, and is the only
 * one that talks back: answers, updates, marks, the refusal with its close code.
 */
import type { Decoder } from 'lib0/decoding'
import {
  encodeOurMessage,
  encodeSync,
  MESSAGE,
  PROTOCOL_VERSION,
  readOurMessage,
  SYNC,
  type OurMessage,
} from '../../shared/protocol.ts'
import { closeCodeOf, Refusal, type RefusalCode } from '../../shared/refusals.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import { Bucket } from './bucket.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { isStateVector, openFrame, readNumber, readPayload } from './frames.ts'
import type { Entry } from './gate.ts'
import { Marks } from './marks.ts'
import type { Member } from './member.ts'
import { isOutage } from './outages.ts'
import { Outflow, type Socket } from './outflow.ts'
import type { PresentPerson } from './presence.ts'
import type { Room } from './room.ts'
import { nonsense } from './update-scan.ts'

export interface ConnectionParts {
  readonly socket: Socket
  readonly timers: Timers
  readonly clock: Clock
  readonly log: Log
  readonly limits: ConnectionLimits
  /** The client asked for message 120. */
  readonly wantsAck: boolean
  /** Which life of the text the client's copy belongs to; null when it holds none. */
  readonly lineage: string | null
  /** Asks again who this is and what they may do; throws the refusal. */
  readonly ask: () => Promise<Entry>
  readonly onClosed: (connection: Connection) => void
}

/** Closed without a reason that a person can mend: try again soon. */
const CLOSE_TRY_AGAIN = 1013
const CLOSE_FAULT = 1011

export class Connection implements Member {
  readonly #parts: ConnectionParts
  readonly #inbox: Uint8Array[] = []
  readonly #buckets: Readonly<Record<'sync' | 'marks' | 'presence' | 'work', Bucket>>
  readonly #marks = new Marks((n) => this.#say({ kind: 'mark-returned', n }))
  readonly #outflow: Outflow
  #inside: { entry: Entry; room: Room } | null = null
  #isClosed = false
  #isReading = false
  #isAsking = false
  /** When the rights that `entry` holds were asked for. */
  #askedAt = Number.NEGATIVE_INFINITY
  #questions = 0
  /** A gap was met and asked about; one question is enough until the answer is here. */
  #hasAskedAgain = false
  #cancelWait: Cancel | null = null

  constructor(parts: ConnectionParts) {
    const { socket, timers, limits } = parts
    this.#parts = parts
    const watchMs = () => timers.watchMs()
    this.#buckets = {
      sync: new Bucket(limits.syncMessages, watchMs),
      marks: new Bucket(limits.marks, watchMs),
      presence: new Bucket(limits.presence, watchMs),
      work: new Bucket(limits.workMs, watchMs),
    }
    this.#outflow = new Outflow({
      socket,
      timers,
      limits,
      catchUp: (known, done) => this.#catchUp(known, done),
      giveUp: () => this.closeForOutage(),
      onBeat: () => {
        if (parts.clock() - this.#askedAt >= limits.idleRightsMaxAgeMs) void this.recheck()
      },
    })
    // Until the room is open, what the client says waits in its own socket.
    socket.pause()
  }

  get entry(): Entry {
    return this.#entered.entry
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get person(): PresentPerson {
    return this.#entered.entry.person
  }

  /**
   * The room is open: the client learns what the text is to it, and is asked for what it holds.
   * Its first message asks the rights once more: they may have changed while the room was loading,
   * when no recheck could have found this connection.
   */
  enter(entry: Entry, room: Room): void {
    if (this.#isClosed) return
    const { lineage } = this.#parts
    if (lineage !== null && lineage !== entry.access.lineage) return this.refuse('lineage-changed')
    this.#inside = { entry, room }
    this.#tellStatus()
    room.join(this)
    if (entry.access.mayEdit === null) this.#askForStep2()
    this.#outflow.beat()
    this.readOn()
  }

  /** A message from the socket. Text frames are no messages of this protocol. */
  receive(message: Uint8Array, isBinary: boolean): void {
    if (this.#isClosed) return
    if (!isBinary) return this.refuse('bad-request', 'a text frame')
    this.#inbox.push(message)
    this.readOn()
  }

  /** The socket is closed, by whichever end. */
  closed(): void {
    if (!this.#isClosed) this.#end()
  }

  readOn(): void {
    // A message may make the room call back here; the loop that is under way goes on by itself.
    if (this.#isReading) return
    this.#isReading = true
    try {
      while (this.#mayReadNext()) {
        const message = this.#inbox.shift()
        if (message === undefined) break
        this.#read(message)
      }
    } catch (error) {
      this.fail(error)
    } finally {
      this.#isReading = false
    }
  }

  tellPresence(message: Uint8Array): void {
    this.#outflow.sendPresence(message)
  }

  tellUpdate(message: Uint8Array, known: () => Uint8Array): void {
    this.#outflow.sendUpdate(message, known)
  }

  settled(count: number): void {
    this.#marks.settled(count)
  }

  /** Says no, with the reason where the client understands it, and closes. Nothing more is read. */
  refuse(code: RefusalCode, why?: string): void {
    if (this.#isClosed) return
    const { log, socket } = this.#parts
    if (code === 'bad-request' || code === 'too-big') {
      log.warn({ code, why, ...this.#ids() }, 'a socket sent nonsense')
    }
    this.#say({ kind: 'refusal', code })
    this.#end()
    socket.close(closeCodeOf(code), code)
  }

  closeForOutage(): void {
    if (this.#isClosed) return
    this.#end()
    this.#parts.socket.close(CLOSE_TRY_AGAIN, 'try-again')
  }

  /** The one place where what went wrong with a message becomes a close code. */
  fail(error: unknown): void {
    if (error instanceof Refusal) {
      const { why } = error.details
      return this.refuse(error.code, typeof why === 'string' ? why : undefined)
    }
    if (this.#isClosed) return
    this.#parts.log.error({ error, ...this.#ids() }, 'a socket met a fault')
    if (isOutage(error)) return this.closeForOutage()
    this.#end()
    this.#parts.socket.close(CLOSE_FAULT, 'fault')
  }

  async recheck(): Promise<void> {
    if (this.#isClosed || this.#inside === null) return
    const question = (this.#questions += 1)
    try {
      const entry = await this.#parts.ask()
      // Of two questions at once only the later one's answer is surely the newer.
      if (question === this.#questions) this.#take(entry)
    } catch (error) {
      this.fail(error)
    }
  }

  syncAgain(): void {
    if (this.#isClosed) return
    const { entry, room } = this.#entered
    const isUnsettled = room.countOf(this) > this.#marks.settledCount
    this.#marks.startAgain(room.countOf(this))
    if (entry.access.mayEdit === null) this.#askForStep2()
    else if (isUnsettled) this.refuse(entry.access.mayEdit)
  }

  get #entered(): { entry: Entry; room: Room } {
    if (this.#inside === null) throw new Error('a connection was used before it entered its room')
    return this.#inside
  }

  /** Whether the next message may be read now; when not, whatever must happen first calls `readOn`. */
  #mayReadNext(): boolean {
    const next = this.#inbox[0]
    if (this.#isClosed || this.#inside === null) return false
    const { socket, timers, clock, limits } = this.#parts
    if (next === undefined) {
      socket.resume()
      return false
    }
    const { entry, room } = this.#inside
    const isSync = next[0] === MESSAGE.sync
    const { sync, marks, work } = this.#buckets
    const waitMs = Math.max(
      isSync ? sync.waitMs() : 0,
      work.waitMs(),
      marks.waitMs(),
      // Who asks without reading the answers is not asked for more.
      this.#outflow.isFull ? limits.drainCheckMs : 0,
    )
    const isOld = clock() - this.#askedAt >= limits.rightsMaxAgeMs || entry.access.epoch < room.standing.epoch
    if (waitMs === 0 && !isOld && (!isSync || room.isAccepting)) return true
    socket.pause()
    if (waitMs > 0) {
      this.#cancelWait?.()
      this.#cancelWait = timers.after(waitMs, () => this.readOn())
    } else if (isOld) void this.#askBeforeReading()
    return false
  }

  async #askBeforeReading(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    await this.recheck()
    this.#isAsking = false
    this.readOn()
  }

  #read(message: Uint8Array): void {
    const { timers } = this.#parts
    const startedMs = timers.watchMs()
    const { number, decoder } = openFrame(message)
    switch (number) {
      case MESSAGE.sync:
        this.#buckets.sync.take(1)
        this.#readSync(decoder)
        break
      case MESSAGE.presence:
        this.#readPresence(decoder)
        break
      case MESSAGE.queryPresence:
        if (this.#buckets.presence.tryTake(1)) this.#entered.room.presence.tellAll(this)
        break
      case MESSAGE.ours:
        this.#readOurs(decoder)
        break
      default:
        throw nonsense('a message with an unknown number')
    }
    this.#buckets.work.take(timers.watchMs() - startedMs)
  }

  #readSync(decoder: Decoder): void {
    const step = readNumber(decoder)
    const payload = readPayload(decoder)
    const { limits } = this.#parts
    switch (step) {
      case SYNC.step1:
        if (!isStateVector(payload)) throw nonsense('no state vector')
        return this.#answerStep1(payload)
      case SYNC.step2:
        if (payload.byteLength > limits.step2MaxBytes) throw new Refusal('too-big')
        return this.#readUpdate(payload, true)
      case SYNC.update:
        if (payload.byteLength > limits.updateMaxBytes) throw new Refusal('too-big')
        return this.#readUpdate(payload, false)
      default:
        throw nonsense('a sync message with an unknown number')
    }
  }

  #answerStep1(stateVector: Uint8Array): void {
    const { room } = this.#entered
    room.whenOnDisk(() => this.#outflow.send(encodeSync('step2', room.encodeMissing(stateVector))))
  }

  #readUpdate(update: Uint8Array, isStep2: boolean): void {
    const { entry, room } = this.#entered
    const { mayEdit } = entry.access
    const received = room.receive(this, update, mayEdit === null ? null : new Refusal(mayEdit))
    if (this.#isClosed) return
    if (received === 'gap') {
      // What lies before it comes with the step 2.
      if (isStep2) throw nonsense('a step 2 with a gap')
      this.#marks.needStep2()
      if (!this.#hasAskedAgain) this.#askForStep2()
      this.#hasAskedAgain = true
    } else if (isStep2 && mayEdit === null) {
      this.#hasAskedAgain = false
      this.#marks.gotStep2(room.countOf(this))
    }
  }

  #readPresence(decoder: Decoder): void {
    const payload = readPayload(decoder)
    const { limits } = this.#parts
    if (payload.byteLength > limits.presenceMaxBytes || !this.#buckets.presence.tryTake(1)) return
    const { room } = this.#entered
    room.presence.receive(this, payload, (clientId) => room.claim(this, clientId))
  }

  #readOurs(decoder: Decoder): void {
    const message = this.#parts.wantsAck ? readOurMessage(decoder) : null
    if (message?.kind !== 'mark') throw nonsense('a message that only the server sends')
    this.#buckets.marks.take(1)
    this.#marks.add(message.n, this.#entered.room.countOf(this))
  }

  /** Asks for everything that the client holds and the disk doesn't. */
  #askForStep2(): void {
    const { room } = this.#entered
    this.#marks.needStep2()
    room.whenOnDisk(() => this.#outflow.send(encodeSync('step1', room.encodeStateVector())))
  }

  #catchUp(known: Uint8Array, done: () => void): void {
    const { room } = this.#entered
    room.whenOnDisk(() => {
      done()
      this.#outflow.send(encodeSync('update', room.encodeMissing(known)))
    })
  }

  #take(entry: Entry): void {
    if (this.#isClosed || this.#inside === null) return
    const before = this.#inside.entry.access
    const { access } = entry
    this.#askedAt = this.#parts.clock()
    this.#inside = { ...this.#inside, entry }
    if (access.lineage !== before.lineage) return this.refuse('lineage-changed')
    const isSame =
      access.mayEdit === before.mayEdit &&
      access.epoch === before.epoch &&
      access.section.state === before.section.state
    if (isSame) return
    this.#tellStatus()
    if (access.mayEdit === null && before.mayEdit !== null) this.#askForStep2()
  }

  #tellStatus(): void {
    const { lineage, epoch, section, mayEdit } = this.#entered.entry.access
    const { state } = section
    const facts = { protocol: PROTOCOL_VERSION, lineage, epoch, state, mayEdit: mayEdit === null }
    this.#say({ kind: 'status', status: mayEdit === null ? facts : { ...facts, why: mayEdit } })
  }

  #say(message: OurMessage): void {
    if (this.#parts.wantsAck) this.#outflow.send(encodeOurMessage(message))
  }

  #ids(): { personId?: string; textId?: string } {
    const entry = this.#inside?.entry
    return entry === undefined ? {} : { personId: entry.actor.personId, textId: entry.access.textId }
  }

  #end(): void {
    this.#isClosed = true
    this.#inbox.length = 0
    this.#cancelWait?.()
    this.#outflow.end()
    this.#inside?.room.leave(this)
    // So that the close handshake can come through, whatever was waited for.
    this.#parts.socket.resume()
    this.#parts.onClosed(this)
  }
}
