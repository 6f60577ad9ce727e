import type { BenchWorld } from '../world.js'

/** A way of getting a new person to MySQL. */
export interface Peer {
  readonly name: string
  /** How many rows one call takes. */
  readonly rows: number
  open(world: BenchWorld): Promise<OpenPeer>
}

export interface OpenPeer {
  /** Writes or queues `rows` people from number `first`; a caller of it waits until it resolves. */
  write(first: number): Promise<unknown>
  close(): Promise<void>
}

/** As many calls at the same time, and connections where the peer has a pool. */
export const CONCURRENCY = 11
