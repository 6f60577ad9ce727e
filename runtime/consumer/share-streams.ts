/** A stream as all members see it: who works it, and who would. */
export interface Seat {
  readonly stream: string
  /** Who holds its lease; undefined when it is free. */
  readonly holder: string | undefined
  /** Members that can work it. The holder is missing where it is about to leave. */
  readonly candidates: readonly string[]
  /** False where it stays as it is: its server cannot be seen now, or its holder waits for something. */
  readonly isMovable: boolean
}

/**
 * Who should work each stream. Every member comes to the same answer from the same seats: free streams go to whoever has
 * fewest, and a stream changes hands only where its holder has at least two more than the one that gets it. So nobody
 * ends with more than ceil(streams / members), nobody waits while another has two, and an even share moves nothing.
 * Streams that are missing in the answer stay as they are.
 */
export function shareStreams(seats: readonly Seat[]): ReadonlyMap<string, string> {
  const sharing = new Sharing(seats)
  sharing.giveFree()
  while (sharing.moveOne());
  return sharing.owners
}

class Sharing {
  readonly owners = new Map<string, string>()
  readonly #seats: readonly Seat[]
  readonly #loads = new Map<string, number>()

  constructor(seats: readonly Seat[]) {
    // The scarcest first: what few can work must not wait for those who could work anything.
    this.#seats = seats.toSorted((a, b) => a.candidates.length - b.candidates.length || compare(a.stream, b.stream))
    for (const { candidates } of seats) for (const member of candidates) this.#loads.set(member, 0)
    for (const { stream, holder } of seats)
      if (holder !== undefined && this.#loads.has(holder)) this.#give(stream, holder)
  }

  giveFree(): void {
    for (const { stream, holder, candidates, isMovable } of this.#seats) {
      if (holder !== undefined || !isMovable) continue
      const member = this.#leastLoaded(candidates)
      if (member !== undefined) this.#give(stream, member)
    }
  }

  /** The move that evens out most; false when there is none. */
  moveOne(): boolean {
    let best: { readonly seat: Seat; readonly from: string; readonly to: string; readonly gap: number } | undefined
    for (const seat of this.#seats) {
      const from = this.owners.get(seat.stream)
      const to = this.#leastLoaded(seat.candidates)
      if (!seat.isMovable || from === undefined || to === undefined) continue
      const gap = this.#load(from) - this.#load(to)
      if (gap < 2) continue
      const isCheaper = seat.holder === undefined && best?.seat.holder !== undefined
      if (best === undefined || gap > best.gap || (gap === best.gap && isCheaper)) best = { seat, from, to, gap }
    }
    if (best === undefined) return false
    this.#loads.set(best.from, this.#load(best.from) - 1)
    this.#give(best.seat.stream, best.to)
    return true
  }

  #give(stream: string, member: string): void {
    this.owners.set(stream, member)
    this.#loads.set(member, this.#load(member) + 1)
  }

  #leastLoaded(members: readonly string[]): string | undefined {
    return members.toSorted((a, b) => this.#load(a) - this.#load(b) || compare(a, b))[0]
  }

  #load(member: string): number {
    return this.#loads.get(member) ?? 0
  }
}

/** By code unit: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
