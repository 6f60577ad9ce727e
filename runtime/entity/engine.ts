import type { OnDuplicate } from './capture-types.js'
import type { AnyEntity } from './change-set.js'
import type { EntityClass, KeyOf, PatchOf } from './entity-types.js'
import { NoEngineError } from './errors/index.js'

/** For new entities: what becomes of a row that has their primary or unique key already; an error unless said. */
export interface FlushOptions {
  /**
   * `update`: columns that were given or set overwrite the row that exists, increments add to it, defaults leave it
   * alone. `ignore`: the row stays as it is. Says nothing about entities that were loaded or flushed before.
   */
  readonly onDuplicate?: OnDuplicate
}

/** Proof that a flush was queued. It costs nothing until it is asked. */
export interface Receipt {
  /** One id a unit; empty when nothing was dirty. */
  readonly eventIds: readonly string[]
  /**
   * Resolves when everything that the call queued is in MySQL; at once when it queued nothing.
   * Throws DeadLetteredError when a unit became a dead letter, ReceiptTimeoutError after `timeoutMs` (default 30,000), and
   * the signal's reason.
   */
  applied(options?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): Promise<void>
}

/** What the calls on entities are answered by: `createEngine` makes one. */
export interface EntityEngine {
  /** Queues what changed of each entity, a unit each. Rejects with EnqueueUnknownError when it may be queued. */
  flushLazy(entities: AnyEntity | readonly AnyEntity[], options?: FlushOptions): Promise<Receipt>
  /** Queues the deletion of rows, a unit each; an update where the entity has a soft delete. */
  deleteLazy(entities: AnyEntity | readonly AnyEntity[]): Promise<Receipt>
  /** Reads MySQL, which may trail the stream; null where there is no row. */
  loadById<C extends EntityClass>(entity: C, key: KeyOf<C>): Promise<InstanceType<C> | null>
  /** In the order of `keys`; null where there is no row. */
  loadByIds<C extends EntityClass>(entity: C, keys: readonly KeyOf<C>[]): Promise<(InstanceType<C> | null)[]>
  /** Queues a change of a row without loading it. A row that is not there makes the unit a dead letter. */
  patchLazy<C extends EntityClass>(entity: C, key: KeyOf<C>, patch: PatchOf<C>): Promise<Receipt>
  /** Queues a deletion without loading. A row that is not there is fine. */
  deleteLazyById<C extends EntityClass>(entity: C, key: KeyOf<C>): Promise<Receipt>
}

let current: EntityEngine | undefined

/** Makes `engine` answer the static and instance calls of all entity classes; `undefined` takes it away again. */
export function useEngine(engine: EntityEngine | undefined): void {
  current = engine
}

/** The engine given to `useEngine`. Throws NoEngineError when there is none; `call` is named in the message. */
export function currentEngine(call: string): EntityEngine {
  if (current === undefined) throw new NoEngineError(call)
  return current
}
