import type { EngineConfig, StreamConfig } from '../config/engine-config.js'
import { STREAM_DEFAULTS } from '../config/options.js'
import { DeadLetterDesk } from '../database/dead-letter-desk.js'
import type { Loader } from '../database/loader.js'
import type { SqlPool } from '../database/pool.js'
import {
  type AnyEntity,
  type ChangeSet,
  type EntityClass,
  type EntityEngine,
  entityFrom,
  type FlushOptions,
  type KeyOf,
  keyWires,
  type PatchOf,
  poolOfKey,
  type Receipt,
  type Table,
} from '../entity/index.js'
import type { Logger, Tracing } from '../ports.js'
import { Flusher } from '../producer/flusher.js'
import type { Lane } from '../producer/lane.js'
import type { LedgerWatch } from '../producer/ledger-watch.js'
import type { Producer } from '../producer/producer.js'
import { UnknownStreamError } from './unknown-stream-error.js'

export interface EngineParts {
  readonly config: EngineConfig
  readonly tables: readonly Table[]
  /** By entity name. Of each table the streams that its units travel in: one, or one a shard. */
  readonly streams: ReadonlyMap<string, readonly StreamConfig[]>
  readonly logger: Logger
  readonly tracing: Tracing | undefined
  readonly producer: Producer
  readonly lanes: readonly Lane[]
  readonly watches: readonly LedgerWatch[]
  /** By name of the MySQL pool. */
  readonly pools: ReadonlyMap<string, SqlPool>
  readonly loaders: ReadonlyMap<string, Loader>
}

const NO_OPTIONS: FlushOptions = {}

/** Queues changes and loads rows. Made by `createEngine`. */
export class Engine implements EntityEngine, AsyncDisposable {
  readonly #parts: EngineParts
  readonly #attached = new Set<{ close(): Promise<void> }>()
  #closing: Promise<void> | undefined

  constructor(parts: EngineParts) {
    this.#parts = parts
  }

  /** Pools, streams and options, with every default in place. */
  get config(): EngineConfig {
    return this.#parts.config
  }

  /** Of the entities that the engine was made with. */
  get tables(): readonly Table[] {
    return this.#parts.tables
  }

  /** Of each entity, by name, the streams that its units travel in: one, or one a shard. */
  get streams(): ReadonlyMap<string, readonly StreamConfig[]> {
    return this.#parts.streams
  }

  /** What was given as `logger`, else the console. */
  get logger(): Logger {
    return this.#parts.logger
  }

  /** Undefined where flushes are not traced. */
  get tracing(): Tracing | undefined {
    return this.#parts.tracing
  }

  /**
   * Queues what changed of each entity, a unit each: an insert of a new one, else an update of the dirty columns. All are
   * checked first; what is checked is what they hold at the call. Resolves when Redis has it; nothing dirty queues
   * nothing. Rejects with EnqueueUnknownError when it may be queued, with anything else when it is not.
   */
  flushLazy(entities: AnyEntity | readonly AnyEntity[], options: FlushOptions = NO_OPTIONS): Promise<Receipt> {
    return this.#parts.producer.flush(asList(entities), options)
  }

  /** Queues the deletion of rows, a unit each; an update where the entity has a soft delete. */
  deleteLazy(entities: AnyEntity | readonly AnyEntity[]): Promise<Receipt> {
    return this.#parts.producer.delete(asList(entities))
  }

  /** Queues a change of a row without loading it. A row that is not there makes the unit a dead letter. */
  async patchLazy<C extends EntityClass>(entity: C, key: KeyOf<C>, patch: PatchOf<C>): Promise<Receipt> {
    return this.#parts.producer.patch(entity.table, key, patch)
  }

  /** Queues the deletion of a row without loading it. A row that is not there is fine. */
  async deleteLazyById<C extends EntityClass>(entity: C, key: KeyOf<C>): Promise<Receipt> {
    return this.#parts.producer.deleteByKey(entity.table, key)
  }

  /**
   * Reads the row from MySQL; null when there is none. It may trail what is still queued: `receipt.applied()` of a flush
   * waits for that.
   */
  async loadById<C extends EntityClass>(entity: C, key: KeyOf<C>): Promise<InstanceType<C> | null> {
    const { table } = entity
    return asEntity(entity, await this.#loader(poolOfKey(table, keyWires(table, key))).one(table, key))
  }

  /** Reads rows from MySQL, in the order of `keys`; null where there is none. It may trail what is still queued. */
  async loadByIds<C extends EntityClass>(entity: C, keys: readonly KeyOf<C>[]): Promise<(InstanceType<C> | null)[]> {
    const { table } = entity
    const pools = keys.map((key) => poolOfKey(table, keyWires(table, key)))
    const rows = new Map<KeyOf<C>, ChangeSet | undefined>()
    await Promise.all(
      [...new Set(pools)].map(async (pool) => {
        const own = keys.filter((_, index) => pools[index] === pool)
        const found = await this.#loader(pool).many(table, own)
        for (const [index, key] of own.entries()) rows.set(key, found[index])
      }),
    )
    return keys.map((key) => asEntity(entity, rows.get(key)))
  }

  /** For changes that take effect together: one unit, applied whole or not at all. */
  newFlusher(): Flusher {
    return new Flusher(this.#parts.producer)
  }

  /**
   * Looks at the dead letters of a stream, and marks them to be retried or discarded by the consumer that works it.
   * Without a name: those of the default stream.
   */
  deadLetters(stream: string = STREAM_DEFAULTS.stream): DeadLetterDesk {
    const streams = [...new Set([...this.#parts.config.streams, ...[...this.#parts.streams.values()].flat()])]
    const config = streams.find(({ name }) => name === stream)
    const pool = config && this.#parts.pools.get(config.mysqlPool)
    if (config === undefined || pool === undefined) throw new UnknownStreamError(stream, streams)
    return new DeadLetterDesk(pool, config.key)
  }

  /** Has `close` end this first: consumers made of the engine attach themselves. */
  attach(part: { close(): Promise<void> }): void {
    this.#attached.add(part)
  }

  /**
   * Ends the consumers made of this engine, waits until what was flushed has its outcome, then closes every connection.
   * Safe to repeat.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    const { producer, lanes, watches, pools } = this.#parts
    await Promise.all([...this.#attached].map((part) => part.close()))
    await producer.idle()
    await Promise.all(lanes.map((lane) => lane.close()))
    for (const watch of watches) watch.close()
    await Promise.all([...pools.values()].map((pool) => pool.close()))
  }

  #loader(pool: string): Loader {
    const loader = this.#parts.loaders.get(pool)
    if (loader === undefined) throw new Error(`The engine has no MySQL pool "${pool}"`)
    return loader
  }
}

function asList(entities: AnyEntity | readonly AnyEntity[]): readonly AnyEntity[] {
  return isList(entities) ? entities : [entities]
}

function isList(entities: AnyEntity | readonly AnyEntity[]): entities is readonly AnyEntity[] {
  return Array.isArray(entities)
}

function asEntity<C extends EntityClass>(entity: C, changes: ChangeSet | undefined): InstanceType<C> | null {
  return changes === undefined ? null : entityFrom(entity, changes)
}
