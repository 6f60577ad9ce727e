/** No event conflicts with another: whatever is read runs side by side. */
import type { ConflictKeys } from '../../../../../runtime/consumer/conflict-keys.js'

export * from '../../../../../runtime/consumer/conflict-keys.js'

export function conflictKeysOf(): ConflictKeys {
  return { row: undefined, exclusive: [], shared: [] }
}
