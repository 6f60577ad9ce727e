import type { EntityModel } from './entity-model.js'

/** Slots of every sharded table: enough to move small parts of it, few enough to write down. */
export const SHARD_SLOTS = 1_024

/** Every MySQL pool that has the entity's table. */
export function poolsOf({ pool, shards }: EntityModel): readonly string[] {
  return shards === undefined ? [pool] : Object.keys(shards.pools)
}
