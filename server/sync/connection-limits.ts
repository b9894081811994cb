import type { BucketLimit } from './bucket.ts'

/** Every limit of one text socket. Over a limit people wait; only what is too big is refused. */
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
