/**
 * One socket of one person on one text. It reads messages in their order, asks at each one
 * what this person may do now, keeps to the limits by making the sender wait, and is the only
 * one that talks back: answers, updates, marks, the refusal with its close code.
 */
import * as decoding from 'lib0/decoding'
import {
  encodeOurMessage,
  encodeSync,
  KEEP_ALIVE,
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
import { Bucket, type BucketLimit } from './bucket.ts'
import type { Entry } from './gate.ts'
import type { PresentPerson } from './presence.ts'
import type { Member } from './member.ts'
import type { Room } from './room.ts'
import { isStateVector } from './update-trim.ts'
import { nonsense } from './update-scan.ts'

/** What a connection needs of a WebSocket. */
export interface Socket {
  readonly bufferedAmount: number
  send(message: Uint8Array): void
  close(code: number, reason: string): void
  pause(): void
  resume(): void
}

export interface ConnectionLimits {
  /** 20 sync messages a second is faster than anybody types; more at once after a pause. */
  readonly syncMessages: BucketLimit
  /** Our client sends at most 4 marks a second. */
  readonly marks: BucketLimit
  /** Carets move with every key; what is more is dropped, the next one tells all. */
  readonly presence: BucketLimit
  /** Milliseconds of this process's one thread: a quarter of it for one socket, and two seconds at once. */
  readonly workMs: BucketLimit
  /** 1 MiB: our own client cuts a paste into pieces of some 50 KiB. */
  readonly updateMaxBytes: number
  /** 8 MiB: weeks of one person's work offline. */
  readonly step2MaxBytes: number
  /** 64 KiB: a stock client re-sends everybody's state; more is dropped unread. */
  readonly presenceMaxBytes: number
  /** y-websocket reconnects after 30 s of silence; two of these are the longest silence, 20 s. */
  readonly keepAliveMs: number
  /** 256 KiB waiting in one socket: it gets no updates any more, and catches up when it has read them. */
  readonly staleAtBytes: number
  /** 1 MiB waiting, or half a minute without catching up: closed, to come back later. */
  readonly closeAtBytes: number
  readonly staleMaxMs: number
  /** How often a slow socket is looked at. */
  readonly drainCheckMs: number
  /** 5 s: rights that end by the clock alone (a grant's last day, a session's end) are asked for so often. */
  readonly rightsMaxAgeMs: number
  /** 60 s: the same for those who only read. */
  readonly idleRightsMaxAgeMs: number
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  syncMessages: { perSecond: 20, burst: 60 },
  marks: { perSecond: 8, burst: 16 },
  presence: { perSecond: 15, burst: 30 },
  workMs: { perSecond: 250, burst: 2_000 },
  updateMaxBytes: 1024 * 1024,
  step2MaxBytes: 8 * 1024 * 1024,
  presenceMaxBytes: 64 * 1024,
  keepAliveMs: 10_000,
  staleAtBytes: 256 * 1024,
  closeAtBytes: 1024 * 1024,
  staleMaxMs: 30_000,
  drainCheckMs: 100,
  rightsMaxAgeMs: 5_000,
  idleRightsMaxAgeMs: 60_000,
}

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
  readonly #syncMessages: Bucket
  readonly #marksBucket: Bucket
  readonly #presenceBucket: Bucket
  readonly #workMs: Bucket
  #inside: { entry: Entry; room: Room } | null = null
  #isClosed = false
  #isReading = false
  #isAsking = false
  #askedAt = 0
  /** How many updates of ours are on the disk, as the room counts them. */
  #settledCount = 0
  #marks: { n: number; after: number }[] = []
  /** No mark returns before a step 2 has brought everything that the client holds. */
  #needsStep2 = false
  /** A gap was met and asked about; one question is enough until the answer is here. */
  #hasAskedAgain = false
  /** The count of the step 2 that will have closed the gap, once it is on the disk. */
  #step2Count: number | null = null
  #stale: { known: Uint8Array; sinceMs: number } | null = null
  #hasSent = false
  #cancelWait: Cancel | null = null
  #cancelDrain: Cancel | null = null
  #cancelKeepAlive: Cancel | null = null

  constructor(parts: ConnectionParts) {
    this.#parts = parts
    const watchMs = () => parts.timers.watchMs()
    this.#syncMessages = new Bucket(parts.limits.syncMessages, watchMs)
    this.#marksBucket = new Bucket(parts.limits.marks, watchMs)
    this.#presenceBucket = new Bucket(parts.limits.presence, watchMs)
    this.#workMs = new Bucket(parts.limits.workMs, watchMs)
    // Until the room is open, what the client says waits in its own socket.
    parts.socket.pause()
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

  /** The room is open: the client learns what the text is to it, and is asked for what it holds. */
  enter(entry: Entry, room: Room): void {
    if (this.#isClosed) return
    const { lineage } = this.#parts
    if (lineage !== null && lineage !== entry.access.lineage) return this.refuse('lineage-changed')
    this.#inside = { entry, room }
    this.#askedAt = this.#parts.clock()
    this.#tellStatus()
    room.join(this)
    if (entry.access.mayEdit === null) this.#askForStep2()
    this.#keepAlive()
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

  send(message: Uint8Array): void {
    if (this.#isClosed) return
    this.#hasSent = true
    this.#parts.socket.send(message)
  }

  tellPresence(message: Uint8Array): void {
    if (this.#parts.socket.bufferedAmount < this.#parts.limits.staleAtBytes) this.send(message)
  }

  tellUpdate(message: Uint8Array, known: () => Uint8Array): void {
    if (this.#isClosed || this.#stale !== null) return
    if (this.#parts.socket.bufferedAmount < this.#parts.limits.staleAtBytes) return this.send(message)
    this.#stale = { known: known(), sinceMs: this.#parts.timers.watchMs() }
    this.#checkDrain()
  }

  settled(count: number): void {
    this.#settledCount = Math.max(this.#settledCount, count)
    if (this.#step2Count !== null && this.#settledCount >= this.#step2Count) this.#gotStep2()
    this.#returnMarks()
  }

  /** Says no, with the reason where the client understands it, and closes. Nothing more is read. */
  refuse(code: RefusalCode, why?: string): void {
    if (this.#isClosed) return
    const { log, wantsAck, socket } = this.#parts
    if (code === 'bad-request' || code === 'too-big') {
      log.warn({ code, why, ...this.#ids() }, 'a socket sent nonsense')
    }
    if (wantsAck) this.#say({ kind: 'refusal', code })
    this.#end()
    socket.close(closeCodeOf(code), code)
  }

  closeForOutage(): void {
    if (this.#isClosed) return
    this.#end()
    this.#parts.socket.close(CLOSE_TRY_AGAIN, 'try-again')
  }

  async recheck(): Promise<void> {
    if (this.#isClosed || this.#inside === null) return
    try {
      const entry = await this.#parts.ask()
      this.#askedAt = this.#parts.clock()
      this.#take(entry)
    } catch (error) {
      this.fail(error)
    }
  }

  syncAgain(): void {
    if (this.#isClosed) return
    const { entry, room } = this.#entered
    const isUnsettled = room.countOf(this) > this.#settledCount
    this.#settledCount = room.countOf(this)
    this.#step2Count = null
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
    if (next === undefined) {
      this.#parts.socket.resume()
      return false
    }
    const isSync = next[0] === MESSAGE.sync
    const isOfRoom = isSync && !this.#entered.room.isAccepting
    const { socket, limits } = this.#parts
    const waitMs = Math.max(
      isSync ? this.#syncMessages.waitMs() : 0,
      this.#workMs.waitMs(),
      this.#marksBucket.waitMs(),
      // Who asks without reading the answers is not asked for more.
      socket.bufferedAmount >= limits.closeAtBytes ? limits.drainCheckMs : 0,
    )
    const isRightOld = this.#parts.clock() - this.#askedAt >= this.#parts.limits.rightsMaxAgeMs
    if (!isOfRoom && waitMs === 0 && !isRightOld) return true
    this.#parts.socket.pause()
    if (waitMs > 0) {
      this.#cancelWait?.()
      this.#cancelWait = this.#parts.timers.after(waitMs, () => this.readOn())
    } else if (isRightOld && !this.#isAsking) {
      this.#isAsking = true
      void this.recheck().then(() => {
        this.#isAsking = false
        this.readOn()
      })
    }
    return false
  }

  #read(message: Uint8Array): void {
    // All numbers that there are fit one byte; a longer writing of one would slip past what looks at that byte.
    if ((message[0] ?? 0x80) > 0x7f) throw nonsense('a message without its number')
    const decoder = decoding.createDecoder(message)
    const startedMs = this.#parts.timers.watchMs()
    switch (readNumber(decoder)) {
      case MESSAGE.sync:
        this.#syncMessages.take(1)
        this.#readSync(decoder)
        break
      case MESSAGE.presence:
        this.#readPresence(decoder)
        break
      case MESSAGE.queryPresence:
        if (this.#presenceBucket.tryTake(1)) this.#entered.room.presence.tellAll(this)
        break
      case MESSAGE.ours:
        this.#readOurs(decoder)
        break
      default:
        throw nonsense('a message with an unknown number')
    }
    this.#workMs.take(this.#parts.timers.watchMs() - startedMs)
  }

  #readSync(decoder: decoding.Decoder): void {
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
    room.whenOnDisk(() => {
      if (!this.#isClosed) this.send(encodeSync('step2', room.encodeMissing(stateVector)))
    })
  }

  #readUpdate(update: Uint8Array, isStep2: boolean): void {
    const { entry, room } = this.#entered
    const { mayEdit } = entry.access
    const received = room.receive(this, update, mayEdit === null ? null : new Refusal(mayEdit))
    if (this.#isClosed) return
    if (received === 'gap') {
      // What lies before it comes with the step 2.
      if (isStep2) throw nonsense('a step 2 with a gap')
      this.#step2Count = null
      if (!this.#hasAskedAgain) this.#askForStep2()
      this.#hasAskedAgain = true
    } else if (isStep2 && this.#needsStep2 && mayEdit === null) {
      const count = room.countOf(this)
      this.#hasAskedAgain = false
      if (this.#settledCount >= count) this.#gotStep2()
      else this.#step2Count = count
      this.#returnMarks()
    }
  }

  #readPresence(decoder: decoding.Decoder): void {
    const payload = readPayload(decoder)
    const { limits } = this.#parts
    if (payload.byteLength > limits.presenceMaxBytes || !this.#presenceBucket.tryTake(1)) return
    const { room } = this.#entered
    room.presence.receive(this, payload, (clientId) => room.claim(this, clientId))
  }

  #readOurs(decoder: decoding.Decoder): void {
    const message = this.#parts.wantsAck ? readOurMessage(decoder) : null
    if (message?.kind !== 'mark') throw nonsense('a message that only the server sends')
    this.#marksBucket.take(1)
    this.#marks.push({ n: message.n, after: this.#entered.room.countOf(this) })
    this.#returnMarks()
  }

  #returnMarks(): void {
    while (!this.#needsStep2) {
      const [mark] = this.#marks
      if (mark === undefined || mark.after > this.#settledCount) return
      this.#marks.shift()
      this.#say({ kind: 'mark-returned', n: mark.n })
    }
  }

  #gotStep2(): void {
    this.#needsStep2 = false
    this.#step2Count = null
  }

  /** Asks for everything that the client holds and the disk doesn't. */
  #askForStep2(): void {
    const { room } = this.#entered
    this.#needsStep2 = true
    room.whenOnDisk(() => {
      if (!this.#isClosed) this.send(encodeSync('step1', room.encodeStateVector()))
    })
  }

  #take(entry: Entry): void {
    if (this.#isClosed || this.#inside === null) return
    const before = this.#inside.entry.access
    this.#inside = { ...this.#inside, entry }
    const { access } = entry
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
    const why = mayEdit === null ? {} : { why: mayEdit }
    const status = {
      protocol: PROTOCOL_VERSION,
      lineage,
      epoch,
      state: section.state,
      mayEdit: mayEdit === null,
      ...why,
    }
    this.#say({ kind: 'status', status })
  }

  #say(message: OurMessage): void {
    if (this.#parts.wantsAck) this.send(encodeOurMessage(message))
  }

  /** A slow socket: nothing more until it has read what waits, then all it missed in one update. */
  #checkDrain(): void {
    const { socket, timers, limits } = this.#parts
    if (this.#isClosed || this.#stale === null) return
    const { sinceMs, known } = this.#stale
    if (socket.bufferedAmount > limits.closeAtBytes || timers.watchMs() - sinceMs >= limits.staleMaxMs) {
      return this.closeForOutage()
    }
    if (socket.bufferedAmount > 0) {
      this.#cancelDrain = timers.after(limits.drainCheckMs, () => this.#checkDrain())
      return
    }
    const { room } = this.#entered
    room.whenOnDisk(() => {
      if (this.#isClosed) return
      this.#stale = null
      this.send(encodeSync('update', room.encodeMissing(known)))
    })
  }

  /** Pings don't count for y-websocket's watchdog, so a silent socket gets an update without content. */
  #keepAlive(): void {
    const { timers, limits, socket } = this.#parts
    this.#cancelKeepAlive = timers.after(limits.keepAliveMs, () => {
      if (!this.#hasSent && socket.bufferedAmount === 0) this.send(KEEP_ALIVE)
      this.#hasSent = false
      if (this.#parts.clock() - this.#askedAt >= limits.idleRightsMaxAgeMs) void this.recheck()
      this.#keepAlive()
    })
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

  #ids(): { personId?: string; textId?: string } {
    const entry = this.#inside?.entry
    return entry === undefined ? {} : { personId: entry.actor.personId, textId: entry.access.textId }
  }

  #end(): void {
    this.#isClosed = true
    this.#inbox.length = 0
    this.#marks = []
    for (const cancel of [this.#cancelWait, this.#cancelDrain, this.#cancelKeepAlive]) cancel?.()
    this.#inside?.room.leave(this)
    // So that the close handshake can come through, whatever was waited for.
    this.#parts.socket.resume()
    this.#parts.onClosed(this)
  }
}

/** The database's own error: what failed now may succeed later. */
export function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { name, code } = error as { name?: unknown; code?: unknown }
  return OUTAGES.includes(String(name)) || (typeof code === 'string' && code.startsWith('SQLITE_'))
}

const OUTAGES = ['RoomGone', 'DiskFull', 'TextDamaged']

function readNumber(decoder: decoding.Decoder): number {
  try {
    return decoding.readVarUint(decoder)
  } catch {
    throw nonsense('a message without its number')
  }
}

/** The bytes that a message carries, to its very end. */
function readPayload(decoder: decoding.Decoder): Uint8Array {
  try {
    const payload = decoding.readVarUint8Array(decoder)
    if (!decoding.hasContent(decoder)) return payload
  } catch {
    // Said below: the length that is written there goes beyond the end.
  }
  throw nonsense('a message of another length than it says')
}
