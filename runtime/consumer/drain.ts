import { compareStreamIds } from '../event/stream-id.js'
import type { StreamConsumer } from './stream-consumer.js'
import type { StreamContext } from './stream-context.js'

/** How often the stream is looked at while another process may be working it. */
const POLL_MS = 50

/** Resolves true when every entry that was in the stream at the call is settled, by anyone; false after `timeoutMs`. */
export async function drained(context: StreamContext, consumer: StreamConsumer, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  let last: string | undefined
  for (let isFirst = true; ; isFirst = false) {
    const bounds = await context.reader.bounds().catch(() => undefined)
    if (bounds !== undefined) {
      if (isFirst || last === undefined) last = bounds.last
      if (bounds.first === undefined || last === undefined || compareStreamIds(bounds.first, last) > 0) return true
    }
    const left = deadline - performance.now()
    if (left <= 0) return false
    await consumer.whenSettled(Math.min(left, POLL_MS))
  }
}
