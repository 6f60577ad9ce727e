import type { WireValue } from '../event/unit.js'
import type { AnyEntity } from './change-set.js'
import type { Table } from './define-table.js'

/** The MySQL pool of an entity's row. Throws where the key of its shard is not known yet. */
export function poolOfEntity({ $changes }: AnyEntity): string {
  const { definition, shards } = $changes.table
  if (shards === undefined) return definition.pool
  return shards.poolOf(shards.key.codec.toWire($changes.get(shards.key.index)))
}

/** The MySQL pool of the row with this key, in wire form and the order of `table.key`. */
export function poolOfKey({ definition, key, shards }: Table, wires: readonly WireValue[]): string {
  return shards === undefined ? definition.pool : shards.poolOf(wires[key.indexOf(shards.key)] ?? null)
}
