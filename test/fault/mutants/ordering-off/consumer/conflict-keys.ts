/** No event conflicts with another: whatever is read runs side by side. */
import type { KeyRecipe } from '../../../../../runtime/consumer/conflict-keys.js'

export * from '../../../../../runtime/consumer/conflict-keys.js'

export function keyRecipe(): KeyRecipe {
  return { parts: [], row: -1, takes: [], shares: [] }
}
