/**
 * What happens to a request that a rule strikes.
 *
 * `cutBefore`: it never reaches the server; the connection breaks once the answers to earlier requests are delivered.
 * `cutAfter`: the server carries it out, its answer is swallowed, the connection breaks.
 * `blackHole`: it never reaches the server, and nothing else passes on that connection, which stays open.
 * `blackHoleAfter`: the server carries it out, then nothing passes, and the connection stays open.
 * `delay`: its answer, and what follows on that connection, comes `delayMs` later.
 * `late`: the client hears nothing more; the server gets the request `delayMs` later, even if the client has gone by then.
 * `holdBefore`, `holdAfter`: it waits before it reaches the server, or its answer does, until `run` resolves. This is the
 * failpoint: whatever is done to a process in `run` hits it at exactly that step.
 */
export type FaultAction =
  | { readonly kind: 'cutBefore' | 'cutAfter' | 'blackHole' | 'blackHoleAfter' }
  | { readonly kind: 'delay' | 'late'; readonly delayMs: number }
  | { readonly kind: 'holdBefore' | 'holdAfter'; readonly run: () => Promise<void> }

export interface FaultRule {
  /**
   * A string strikes requests that begin with it, whatever the case, quoting of identifiers and white space:
   * `XADD`, `COMMIT`, `INSERT INTO orm_lazy_event`. A RegExp is tested on the whole text.
   */
  readonly command: string | RegExp
  readonly action: FaultAction
  /** Which of the matching requests is struck, counted from 1 over all connections; a function picks any number of them. Default 1. */
  readonly at?: number | ((count: number) => boolean)
}

/** A rule at work. */
export interface InjectedFault {
  readonly rule: FaultRule
  /** Requests that matched so far. */
  readonly seen: number
  /** Requests that were struck so far. */
  readonly struck: number
  /** Resolves when the rule has struck for the first time. */
  readonly strike: Promise<void>
  remove(): void
}

export class RuleAtWork implements InjectedFault {
  seen = 0
  struck = 0
  readonly strike: Promise<void>
  readonly rule: FaultRule
  readonly #onRemove: (rule: RuleAtWork) => void
  #announce: () => void = () => undefined

  constructor(rule: FaultRule, onRemove: (rule: RuleAtWork) => void) {
    this.rule = rule
    this.#onRemove = onRemove
    this.strike = new Promise((resolve) => {
      this.#announce = resolve
    })
  }

  /** Counts the request, and says whether it is struck. */
  strikes(text: string): boolean {
    if (!matches(this.rule.command, text)) return false
    this.seen++
    const at = this.rule.at ?? 1
    const hit = typeof at === 'number' ? this.seen === at : at(this.seen)
    if (hit) {
      this.struck++
      this.#announce()
    }
    return hit
  }

  remove(): void {
    this.#onRemove(this)
  }
}

function matches(command: string | RegExp, text: string): boolean {
  return command instanceof RegExp ? command.test(text) : normalise(text).startsWith(normalise(command))
}

function normalise(text: string): string {
  return text.slice(0, 400).replaceAll('`', '').replaceAll(/\s+/g, ' ').trim().toUpperCase()
}
