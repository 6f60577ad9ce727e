import { Signal } from './signal.js'

/** How the time in which this process worked a stream came to its end. */
export type TenureEnd =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'lost'; readonly reason: 'expired' | 'fenced' }
  /** Nothing that waiting mends: credentials, rights. */
  | { readonly kind: 'failed'; readonly error: Error }

/** The time in which this process works a stream, from taking the lease to losing or giving it up. */
export class Tenure {
  readonly epoch: number
  readonly #over = new Signal()
  #end: TenureEnd | undefined

  constructor(epoch: number) {
    this.epoch = epoch
  }

  get isOver(): boolean {
    return this.#end !== undefined
  }

  get end(): TenureEnd | undefined {
    return this.#end
  }

  /** The first end counts. */
  finish(end: TenureEnd): void {
    this.#end ??= end
    this.#over.notify()
  }

  async whenOver(): Promise<TenureEnd> {
    while (this.#end === undefined) await this.#over.wait(60_000)
    return this.#end
  }
}
