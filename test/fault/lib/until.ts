import { setTimeout } from 'node:timers/promises'

/**
 * Asks `probe` until it gives something else than undefined or false, and returns that.
 * Throws, naming `what`, when that takes longer than `timeoutMs`; an error of the probe counts as "not yet".
 */
export async function until<T>(
  what: string,
  timeoutMs: number,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  let failure: unknown
  for (;;) {
    try {
      const found = await probe()
      if (found !== undefined && found !== false) return found
      failure = undefined
    } catch (error) {
      failure = error
    }
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause: failure })
    await setTimeout(15)
  }
}
