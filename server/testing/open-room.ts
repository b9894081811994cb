/**
 * Rooms on a real database, without HTTP and without a network: devices whose sockets the test
 * holds in its hand, and a time that the test moves.
 *
 *   const house = await openRooms()
 *   const sokha = await house.join('sokha'), dara = await house.join('dara')
 *   sokha.type('ខ្មែរ'); await house.turn()
 *   expect(dara.text).toBe('ខ្មែរ')
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import pino from 'pino'
import * as Y from 'yjs'
import type { OrganisationId, TextId } from '../../shared/ids.ts'
import type { Actor, Grant } from '../../shared/people.ts'
import { encodeOurMessage, encodeSync, MESSAGE, readOurMessage, SYNC, type OurMessage } from '../../shared/protocol.ts'
import { Health } from '../base/health.ts'
import { loadTextAccess } from '../domain/text-access.ts'
import { CONNECTION_LIMITS, type ConnectionLimits } from '../sync/connection-limits.ts'
import { Connection } from '../sync/connection.ts'
import type { Socket } from '../sync/outflow.ts'
import type { Entry } from '../sync/gate.ts'
import type { Room } from '../sync/room.ts'
import { Rooms, type RoomsLimits } from '../sync/rooms.ts'
import type { TextStore } from '../sync/text-store.ts'
import { UpdateLog } from '../sync/update-log.ts'
import { CHANTHY, DARA, LOTUS, openTexts, SOKHA, SVAY, TEXTS, type OpenTexts } from './open-texts.ts'
import { TestTimers } from './test-timers.ts'

export type Name = 'sokha' | 'dara' | 'chanthy'

const PEOPLE: Record<Name, { personId: typeof SOKHA; organisationIds: OrganisationId[]; isCoordinator: boolean }> = {
  sokha: { personId: SOKHA, organisationIds: [SVAY], isCoordinator: false },
  dara: { personId: DARA, organisationIds: [LOTUS], isCoordinator: false },
  chanthy: { personId: CHANTHY, organisationIds: [], isCoordinator: true },
}

export interface JoinOptions {
  readonly textId?: TextId
  /** Goes on with a document that this device already had. */
  readonly doc?: Y.Doc
  /** A stock client: no message 120. */
  readonly isStock?: boolean
  readonly lineage?: string
  /** Belongs to no organisation that takes part, but may read. */
  readonly isReader?: boolean
  readonly limits?: Partial<ConnectionLimits>
  /** Doesn't answer by itself: the test sends every message. */
  readonly isSilent?: boolean
}

export class OpenRooms {
  readonly log = pino({ level: 'silent' })
  readonly health = new Health()
  rooms: Rooms

  constructor(
    readonly texts: OpenTexts,
    readonly timers: TestTimers,
    readonly store: TextStore,
    readonly limits: Partial<RoomsLimits>,
  ) {
    this.rooms = this.#openRooms()
  }

  /** A device whose socket has been let in; its first sync is done unless it is silent. */
  async join(name: Name, options: JoinOptions = {}): Promise<Device> {
    const device = new Device(this, name, options)
    await device.enter()
    await this.turn()
    return device
  }

  actor(name: Name, isReader = false): Actor {
    const { personId, organisationIds, isCoordinator } = PEOPLE[name]
    const grants: Grant[] = isReader
      ? [
          {
            id: 'gra_1' as Grant['id'],
            statementId: 'sta_joint0000001' as Grant['statementId'],
            sectionId: null,
            language: null,
            right: 'read',
            until: null,
          },
        ]
      : []
    return {
      personId,
      sessionId: `ses_${name}` as Actor['sessionId'],
      assurance: 'mail',
      isCoordinator,
      organisationIds: isReader ? [] : organisationIds,
      workingGroupsOf: {},
      mandateIds: [],
      grants,
    }
  }

  turn(): Promise<void> {
    return this.timers.turn()
  }

  /** What a second connection to the database sees in the log of a text. */
  rows(textId: TextId = TEXTS.en): { seq: number; person_id: string | null; is_edit: number }[] {
    return this.texts.onDisk
      .prepare('SELECT seq, person_id, is_edit FROM updates WHERE text_id = ? ORDER BY seq')
      .all(textId) as { seq: number; person_id: string | null; is_edit: number }[]
  }

  /** The words that the disk has, read without the room. */
  async wordsOnDisk(textId: TextId = TEXTS.en): Promise<string> {
    const stored = await this.store.load(textId)
    const doc = new Y.Doc()
    if (stored?.snapshot) Y.applyUpdate(doc, stored.snapshot.bytes)
    for (const row of stored?.rows ?? []) for (const update of row.updates) Y.applyUpdate(doc, update)
    return wordsOf(doc)
  }

  /** SQLite itself says that there is no room left. */
  async fillTheDisk(): Promise<void> {
    await this.texts.database.exclusively((handle) => {
      handle.pragma(`max_page_count = ${handle.pragma('page_count', { simple: true }) as number}`)
    })
  }

  async emptyTheDisk(): Promise<void> {
    await this.texts.database.exclusively((handle) => handle.pragma('max_page_count = 1000000'))
  }

  /** The server stops and another one starts on the same file. */
  async restart(): Promise<void> {
    await this.rooms.close()
    this.rooms = this.#openRooms()
  }

  async close(): Promise<void> {
    await this.rooms.close()
    await this.texts.close()
  }

  #openRooms(): Rooms {
    const { texts, timers, store, log, health, limits } = this
    return new Rooms({ database: texts.database, store, timers, log, health, limits })
  }
}

export async function openRooms(
  options: { limits?: Partial<RoomsLimits>; store?: (log: UpdateLog) => TextStore } = {},
): Promise<OpenRooms> {
  const texts = await openTexts()
  const timers = new TestTimers()
  const log = new UpdateLog(texts.database, timers.clock)
  return new OpenRooms(texts, timers, options.store?.(log) ?? log, options.limits ?? {})
}

/** One device of one person: a Y.Doc that speaks y-websocket's protocol over a socket without a network. */
export class Device implements Socket {
  readonly doc: Y.Doc
  /** What this device was told, in order and in words. */
  readonly seen: string[] = []
  readonly told: OurMessage[] = []
  /** Every sync payload that came, by step. */
  readonly synced: { step: number; payload: Uint8Array }[] = []
  readonly presence: { clientId: number; clock: number; state: unknown }[] = []
  connection: Connection
  isReader: boolean
  bufferedAmount = 0
  isPaused = false
  /** The network is stuck: what the server sends stays in its own buffer. */
  #isJammed = false
  #jam: Uint8Array[] = []
  #isOpen = true
  #room: Room | null = null

  constructor(
    readonly house: OpenRooms,
    readonly name: Name,
    readonly options: JoinOptions,
  ) {
    this.doc = options.doc ?? new Y.Doc()
    this.isReader = options.isReader ?? false
    this.doc.on('update', this.#sendUpdate)
    this.connection = this.#connect()
  }

  async enter(): Promise<void> {
    try {
      const room = await this.house.rooms.open(this.textId)
      this.#room = room
      this.house.rooms.joined(room)
      this.connection.enter(await this.ask(), room)
    } catch (error) {
      this.connection.fail(error)
    }
    if (this.options.isSilent !== true) this.say(encodeSync('step1', Y.encodeStateVector(this.doc)))
  }

  ask = async (): Promise<Entry> => {
    const actor = this.house.actor(this.name, this.isReader)
    const access = await loadTextAccess(this.house.texts.database.db, actor, this.textId)
    return {
      actor,
      access,
      organisationId: actor.organisationIds[0] ?? null,
      person: { personId: actor.personId, name: { en: this.name }, organisation: null, color: '#000' },
    }
  }

  get textId(): TextId {
    return this.options.textId ?? TEXTS.en
  }

  get text(): string {
    return wordsOf(this.doc)
  }

  /** Types at the end. */
  type(words: string): void {
    const body = this.doc.getText('body')
    body.insert(body.length, words)
  }

  erase(at: number, length: number): void {
    this.doc.getText('body').delete(at, length)
  }

  mark(n: number): void {
    this.say(encodeOurMessage({ kind: 'mark', n }))
  }

  /** The device speaks. */
  say(message: Uint8Array): void {
    if (this.#isOpen) this.connection.receive(message, true)
  }

  sayUpdate(update: Uint8Array): void {
    this.say(encodeSync('update', update))
  }

  sayPresence(entries: { clientId: number; clock: number; state: string }[]): void {
    const update = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, entries.length)
      for (const { clientId, clock, state } of entries) {
        encoding.writeVarUint(encoder, clientId)
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarString(encoder, state)
      }
    })
    this.say(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE.presence)
        encoding.writeVarUint8Array(encoder, update)
      }),
    )
  }

  /** The line is cut; the document stays. */
  cutTheLine(): void {
    this.#isOpen = false
    this.connection.closed()
  }

  /** The line is back: the same document on a new socket. */
  async mendTheLine(): Promise<void> {
    this.#isOpen = true
    this.connection = this.#connect()
    await this.enter()
    await this.house.turn()
  }

  jam(): void {
    this.#isJammed = true
  }

  unjam(): void {
    this.#isJammed = false
    this.bufferedAmount = 0
    for (const message of this.#jam.splice(0)) this.#hear(message)
  }

  /** Bytes that lie in the server's buffer for this socket, besides what was really sent. */
  weigh(bytes: number): void {
    this.bufferedAmount += bytes
  }

  send(message: Uint8Array): void {
    if (!this.#isJammed) return this.#hear(message)
    this.#jam.push(message)
    this.bufferedAmount += message.byteLength
  }

  close(code: number): void {
    this.seen.push(`closed ${code}`)
    this.#isOpen = false
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  /** Edits made while there is no line, or that the test sends itself. */
  quietly(edit: (body: Y.Text) => void): Uint8Array {
    const updates: Uint8Array[] = []
    const keep = (update: Uint8Array) => void updates.push(update)
    this.doc.off('update', this.#sendUpdate)
    this.doc.on('update', keep)
    edit(this.doc.getText('body'))
    this.doc.off('update', keep)
    this.doc.on('update', this.#sendUpdate)
    return Y.mergeUpdates(updates)
  }

  #sendUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this && this.#isOpen) this.sayUpdate(update)
  }

  #connect(): Connection {
    const { house, options } = this
    return new Connection({
      socket: this,
      timers: house.timers,
      clock: house.timers.clock,
      log: house.log,
      limits: { ...CONNECTION_LIMITS, ...options.limits },
      wantsAck: options.isStock !== true,
      lineage: options.lineage ?? null,
      ask: this.ask,
      onClosed: () => {
        if (this.#room !== null) house.rooms.left(this.#room)
      },
    })
  }

  #hear(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message)
    switch (decoding.readVarUint(decoder)) {
      case MESSAGE.sync:
        return this.#hearSync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
      case MESSAGE.ours:
        return this.#hearOurs(readOurMessage(decoder)!)
      default: {
        const entries = decoding.createDecoder(decoding.readVarUint8Array(decoder))
        const count = decoding.readVarUint(entries)
        for (let index = 0; index < count; index += 1) {
          const clientId = decoding.readVarUint(entries)
          const clock = decoding.readVarUint(entries)
          this.presence.push({ clientId, clock, state: JSON.parse(decoding.readVarString(entries)) })
        }
      }
    }
  }

  #hearSync(step: number, payload: Uint8Array): void {
    this.synced.push({ step, payload })
    this.seen.push(
      step === SYNC.step1 ? 'asked' : step === SYNC.step2 ? 'answered' : payload.byteLength === 2 ? 'alive' : 'text',
    )
    if (step === SYNC.step1) {
      if (this.options.isSilent !== true) this.say(encodeSync('step2', Y.encodeStateAsUpdate(this.doc, payload)))
    } else Y.applyUpdate(this.doc, payload, this)
  }

  #hearOurs(message: OurMessage): void {
    this.told.push(message)
    switch (message.kind) {
      case 'status':
        this.seen.push(`status ${message.status.state}, ${message.status.mayEdit ? 'may edit' : message.status.why}`)
        return
      case 'mark-returned':
        this.seen.push(`saved ${message.n}`)
        return
      case 'refusal':
        this.seen.push(`refused ${message.code}`)
        return
      case 'mark':
        throw new Error('the server sent a mark')
    }
  }
}

function wordsOf(doc: Y.Doc): string {
  return doc.getText('body').toJSON()
}
