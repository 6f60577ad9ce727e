/** What one check says of one subject. */
export interface Finding {
  /** The check's name: `redis-eviction`. */
  readonly check: string
  /** What was looked at: `Redis pool "default"`, `table users`. */
  readonly subject: string
  /** `unknown`: it could not be seen, and matters. `advice`: it works, and could be better. */
  readonly level: 'ok' | 'advice' | 'unknown' | 'problem'
  /** What was found, as a fact. */
  readonly found: string
  /** Why it matters; absent where all is well. */
  readonly why?: string
  /** The line that mends it; absent where all is well. */
  readonly mend?: string
}

/** Makes the findings of one check about one subject. */
export function findings(check: string, subject: string) {
  return {
    ok: (found: string): Finding => ({ check, subject, level: 'ok', found }),
    advice: (found: string, why: string, mend: string): Finding => ({
      check,
      subject,
      level: 'advice',
      found,
      why,
      mend,
    }),
    unknown: (found: string, why: string, mend: string): Finding => ({
      check,
      subject,
      level: 'unknown',
      found,
      why,
      mend,
    }),
    problem: (found: string, why: string, mend: string): Finding => ({
      check,
      subject,
      level: 'problem',
      found,
      why,
      mend,
    }),
  }
}
