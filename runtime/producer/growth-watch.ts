/**
 * Notices a stream that only grows: longer than `graceMs` ago, and never shorter in between. Speaks up at most once in
 * that time, as whoever asks then looks for the reason.
 */
export class GrowthWatch {
  readonly #graceMs: number
  #shortest: { readonly entries: number; readonly atMs: number } | undefined

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** `entries` is the length of the stream at `nowMs`. */
  hasOnlyGrown(entries: number, nowMs: number): boolean {
    const shortest = this.#shortest
    if (shortest === undefined || entries < shortest.entries) {
      this.#shortest = { entries, atMs: nowMs }
      return false
    }
    if (entries === shortest.entries || nowMs - shortest.atMs < this.#graceMs) return false
    this.#shortest = { entries, atMs: nowMs }
    return true
  }
}
