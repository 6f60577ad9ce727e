import { crc32 } from 'node:zlib'
import type { WireValue } from '../event/unit.js'
import type { Column } from './column.js'
import type { ShardsDefinition } from './table.js'

/**
 * Which pool holds a row of a sharded table. The slot is `CRC32(key) % slots` of the key's text, as MySQL counts it from
 * an integer or a UUID column: `WHERE CRC32(tenant_id) % 1024 BETWEEN 0 AND 511` finds the rows of a range.
 */
export class Shards {
  readonly key: Column
  readonly #poolsBySlot: readonly string[]

  constructor({ slots, pools }: ShardsDefinition, key: Column) {
    const bySlot = new Array<string>(slots)
    for (const [pool, ranges] of Object.entries(pools)) {
      for (const [first, last] of ranges) bySlot.fill(pool, first, last + 1)
    }
    this.key = key
    this.#poolsBySlot = bySlot
  }

  /** Of the key in wire form. */
  poolOf(key: WireValue): string {
    return this.#poolsBySlot[crc32(String(key)) % this.#poolsBySlot.length]!
  }
}
