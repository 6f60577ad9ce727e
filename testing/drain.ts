import { BackgroundConsumer } from '../runtime/background-consumer.js'
import type { Engine } from '../runtime/engine/engine.js'

const DRAIN_DEFAULTS = { timeoutMs: 30_000 } as const

/**
 * Applies everything that is queued to MySQL, with a consumer of its own where no other works. Resolves when all that
 * was queued before the call is applied or dead. Throws when that takes longer than `timeoutMs`.
 */
export async function drain(engine: Engine, options: { readonly timeoutMs?: number } = {}): Promise<void> {
  await using consumer = new BackgroundConsumer(engine)
  await consumer.drain({ ...DRAIN_DEFAULTS, ...options })
}
