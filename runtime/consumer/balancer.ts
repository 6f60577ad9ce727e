import type { Roster, RosterMember, RosterSight } from '../ports.js'
import { type Seat, shareStreams } from './share-streams.js'
import { Signal } from './signal.js'

/** How soon it is noticed that a stream was given up, or that somebody came. */
export const LOOK_MS = 300

/** A stream that this process would work, as the balancer sees it. */
export interface SharedStream {
  readonly stream: string
  /** False once it works the stream no more: it stops, or has failed. */
  readonly isWilling: boolean
  /** True while something stands in the way of the stream. */
  readonly isWaiting: boolean
  /** Finishes what was taken, and gives the lease up. Without effect where it is not held. */
  handOver(): void
}

export interface BalancerOptions {
  /** Who this process is, in leases and registers. */
  readonly owner: string
  readonly leaseMs: number
  /** Of each MySQL server its roster and the streams that it serves. */
  readonly servers: readonly { readonly roster: Roster; readonly streams: readonly SharedStream[] }[]
}

interface Watch {
  readonly roster: Roster
  readonly streams: readonly SharedStream[]
  sight: RosterSight | undefined
  seenAt: number
  isBlind: boolean
  /** The first look has ended, well or not. */
  hasLooked: boolean
  looking: Promise<void> | undefined
}

/**
 * Decides which streams this process takes and which it hands over, so that all processes share them evenly. It looks at
 * every server's leases and register, counts a member's streams on all of them together, and acts on its own alone; what
 * two processes see differently for a moment, the leases decide. A server that cannot be seen counts as it was last seen:
 * its streams stay where they are, and so do the others'.
 */
export class Balancer {
  readonly #options: BalancerOptions
  readonly #watches: readonly Watch[]
  readonly #freeSince = new Map<string, number>()
  readonly #stop = new Signal()
  #stopping = false

  constructor(options: BalancerOptions) {
    this.#options = options
    this.#watches = options.servers.map(({ roster, streams }) => {
      return { roster, streams, sight: undefined, seenAt: 0, isBlind: true, hasLooked: false, looking: undefined }
    })
  }

  /** Until `stop`: hands over what is beyond this process's share. */
  async run(): Promise<void> {
    await Promise.all(this.#watches.map((watch) => this.#keepLooking(watch)))
  }

  stop(): void {
    this.#stopping = true
    this.#stop.notify()
  }

  /** Whether this process may try for the lease of the stream now. Rejects when the stream's server is away. */
  async turn(stream: string): Promise<'take' | 'wait'> {
    const watch = this.#watches.find(({ streams }) => streams.some((own) => own.stream === stream))
    if (watch === undefined || this.#stopping) return 'wait'
    // One that is under way may have begun before the caller made the tables.
    await watch.looking?.catch(() => undefined)
    await this.#look(watch)
    const share = this.#share()
    if (share.get(stream) === this.#options.owner) return 'take'
    // Whose turn it is does not come: rather work it here than not at all.
    const freeMs = performance.now() - (this.#freeSince.get(stream) ?? Number.POSITIVE_INFINITY)
    return freeMs > this.#options.leaseMs ? 'take' : 'wait'
  }

  async #keepLooking(watch: Watch): Promise<void> {
    while (!this.#stopping) {
      // Whoever asks for a turn is told of failures.
      await this.#look(watch).then(
        () => this.#handOver(),
        () => undefined,
      )
      await this.#stop.wait(LOOK_MS * (0.75 + Math.random() / 2))
    }
  }

  /** One look serves all who ask at about the same time. */
  async #look(watch: Watch): Promise<void> {
    if (!watch.isBlind && performance.now() - watch.seenAt < LOOK_MS / 2) return
    watch.looking ??= this.#lookNow(watch).finally(() => {
      watch.looking = undefined
    })
    await watch.looking
  }

  async #lookNow(watch: Watch): Promise<void> {
    const begunAt = performance.now()
    try {
      watch.sight = await watch.roster.look()
      watch.seenAt = begunAt
      watch.isBlind = false
    } catch (error) {
      watch.isBlind = true
      throw error
    } finally {
      watch.hasLooked = true
    }
    for (const { stream } of watch.streams) {
      if (watch.sight.holders.has(stream)) this.#freeSince.delete(stream)
      else if (!this.#freeSince.has(stream)) this.#freeSince.set(stream, begunAt)
    }
  }

  /** Not before every server was asked: what was not seen yet may even it out. */
  #handOver(): void {
    if (!this.#watches.every(({ hasLooked }) => hasLooked)) return
    const share = this.#share()
    for (const { streams, sight } of this.#watches) {
      for (const own of streams) {
        const isHeld = sight?.holders.get(own.stream) === this.#options.owner
        if (isHeld && share.get(own.stream) !== this.#options.owner) own.handOver()
      }
    }
  }

  #share(): ReadonlyMap<string, string> {
    const alive = new Set([this.#options.owner])
    for (const watch of this.#watches) {
      if (this.#isClear(watch)) for (const { owner } of watch.sight?.members ?? []) alive.add(owner)
    }
    return shareStreams(this.#watches.flatMap((watch) => this.#seatsOf(watch, alive)))
  }

  #seatsOf(watch: Watch, alive: ReadonlySet<string>): readonly Seat[] {
    const { sight, streams } = watch
    if (sight === undefined) return []
    const { owner: me } = this.#options
    return streams.map((own) => {
      const { stream } = own
      const holder = sight.holders.get(stream)
      const others = sight.members.filter((member) => member.stream === stream && member.owner !== me)
      const isHolderWaiting =
        holder === me ? own.isWaiting : others.some(({ owner, state }) => owner === holder && state === 'paused')
      const able = others.filter(
        ({ owner, state }) => alive.has(owner) && canWork(state, owner === holder ? 'holder' : 'other'),
      )
      return {
        stream,
        holder,
        candidates: [...able.map(({ owner }) => owner), ...(own.isWilling ? [me] : [])],
        isMovable: this.#isClear(watch) && !isHolderWaiting,
      }
    })
  }

  #isClear({ isBlind, seenAt }: Watch): boolean {
    return !isBlind && performance.now() - seenAt < this.#options.leaseMs
  }
}

/** A stream that waits counts for its holder; whoever only stands by and waits could not begin. */
function canWork(state: RosterMember['state'], role: 'holder' | 'other'): boolean {
  switch (state) {
    case 'working':
    case 'standby':
      return true
    case 'paused':
      return role === 'holder'
    case 'leaving':
      return false
  }
}
