/** How long to wait before trying again; the same for transactions, connections and the lease. */
export interface BackoffOptions {
  readonly firstMs: number
  readonly mostMs: number
}

const BACKOFF_DEFAULTS = { firstMs: 20, mostMs: 10_000 } as const satisfies BackoffOptions

/**
 * Milliseconds before attempt `attempt` (1 for the first repetition): exponential with equal jitter, so that those who
 * failed together do not come back together. After "Exponential Backoff and Jitter", M. Brooker, AWS, 2015.
 */
export function backoffMs(
  attempt: number,
  options: BackoffOptions = BACKOFF_DEFAULTS,
  random: () => number = Math.random,
): number {
  const most = Math.min(options.mostMs, options.firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(most / 2 + (most / 2) * random())
}
