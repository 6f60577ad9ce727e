/**
 * When a flush counts as queued: `memory` once Redis has answered, `fsync` once Redis has it on disk, `replica` once
 * enough replicas have it in memory.
 */
export type Durability = 'memory' | 'fsync' | 'replica'

/** What the engine can be told besides its servers; under `options:` in YAML, or as `createEngine`'s second argument. */
export interface EngineOptions {
  readonly durability?: Durability
  /** Says that the server fsyncs each write although CONFIG GET is closed, as on managed servers. */
  readonly assumeFsync?: boolean
  /** How many replicas `durability: 'replica'` waits for. */
  readonly replicas?: number
  /** Spans through `@opentelemetry/api` where that is installed, or none. */
  readonly tracing?: 'auto' | 'off'
  readonly backlog?: BacklogOptions
  readonly deadlines?: DeadlineOptions
  readonly consumer?: ConsumerOptions
}

/** Counted in entries of the stream; one entry holds the flushes of one tick. */
export interface BacklogOptions {
  /** Warns through the logger from this length on. */
  readonly warnAt?: number
  /** Refuses flushes from this length on; Infinity never does. */
  readonly refuseAt?: number
  /** Warns where the stream only grows for this long and no consumer has asked for entries meanwhile. */
  readonly consumerSilentMs?: number
}

/** How long something may take before it counts as failed; all in milliseconds. */
export interface DeadlineOptions {
  /** To reach a server at start. */
  readonly connectMs?: number
  /** Until `flushLazy` settles, all tries counted. */
  readonly flushMs?: number
  /** One try of one command to Redis. */
  readonly answerMs?: number
  /** One statement to MySQL; then the connection is destroyed. */
  readonly queryMs?: number
  /** For `close()` to finish what has begun. */
  readonly closeMs?: number
}

/** Of a background consumer; for each stream that it works. */
export interface ConsumerOptions {
  /** Transactions at the same time. */
  readonly workers?: number
  /** Most rows that one transaction writes; with later changes of the same rows, at most four times as many units. */
  readonly batchRows?: number
  /** Most units held in memory, applied or waiting for others. */
  readonly windowUnits?: number
  /** How long a silent owner keeps its stream. */
  readonly leaseMs?: number
  /** Later units of a dead unit's rows wait behind it, or are applied all the same. */
  readonly onDeadLetter?: 'park' | 'skip'
  /** An update of a row that is gone becomes a dead letter, or is only reported. */
  readonly onMissingRow?: 'deadLetter' | 'report'
  /** Dead letters of one cause and table in a row that pause the stream. */
  readonly pauseAfter?: number
  /** How long the ledger remembers behind the oldest waiting unit. */
  readonly retentionMs?: number
  /** How long a unit waits for a missing table or column before it becomes a dead letter; Infinity waits on. */
  readonly schemaGraceMs?: number
  /** Pause before a transient error is tried again: doubles from the first to the second. */
  readonly backoffMinMs?: number
  readonly backoffMaxMs?: number
}

export const BACKLOG_DEFAULTS = {
  warnAt: 100_000,
  refuseAt: Number.POSITIVE_INFINITY,
  consumerSilentMs: 30_000,
} as const satisfies Required<BacklogOptions>

export const DEADLINE_DEFAULTS = {
  connectMs: 5_000,
  flushMs: 10_000,
  answerMs: 3_000,
  queryMs: 30_000,
  closeMs: 10_000,
} as const satisfies Required<DeadlineOptions>

export const CONSUMER_DEFAULTS = {
  workers: 11,
  batchRows: 500,
  windowUnits: 20_000,
  leaseMs: 10_000,
  onDeadLetter: 'park',
  onMissingRow: 'deadLetter',
  pauseAfter: 100,
  retentionMs: 6 * 60 * 60 * 1_000,
  schemaGraceMs: Number.POSITIVE_INFINITY,
  backoffMinMs: 20,
  backoffMaxMs: 30_000,
} as const satisfies Required<ConsumerOptions>

export const ENGINE_DEFAULTS = {
  durability: 'memory',
  assumeFsync: false,
  replicas: 1,
  tracing: 'auto',
  backlog: BACKLOG_DEFAULTS,
  deadlines: DEADLINE_DEFAULTS,
  consumer: CONSUMER_DEFAULTS,
} as const satisfies Required<EngineOptions>

export const POOL_DEFAULTS = {
  mysqlPort: 3306,
  mysqlConnections: 10,
  redisPort: 6379,
  redisDatabase: 0,
  sentinelPort: 26_379,
} as const

export const STREAM_DEFAULTS = { stream: 'orm-lazy-channel', group: 'orm-async-consumer', pool: 'default' } as const

export type BacklogSettings = Readonly<Required<BacklogOptions>>
export type DeadlineSettings = Readonly<Required<DeadlineOptions>>
export type ConsumerSettings = Readonly<Required<ConsumerOptions>>

/** `EngineOptions` with every default in place. */
export interface EngineSettings {
  readonly durability: Durability
  readonly assumeFsync: boolean
  readonly replicas: number
  readonly tracing: 'auto' | 'off'
  readonly backlog: BacklogSettings
  readonly deadlines: DeadlineSettings
  readonly consumer: ConsumerSettings
}
