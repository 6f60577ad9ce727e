import type { ColumnType } from './table.js'

const pool = new BigUint64Array(256)
let next = pool.length

/**
 * A fresh random token: 64 bits for BIGINT UNSIGNED, 63 for BIGINT. A counter would let a stale flush match the number of
 * somebody else's.
 */
export function versionToken(type: ColumnType): bigint {
  if (next === pool.length) {
    crypto.getRandomValues(pool)
    next = 0
  }
  const token = pool[next++] as bigint
  return type.kind === 'bigint' && type.unsigned ? token : token >> 1n
}
