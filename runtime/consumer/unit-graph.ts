import type { QueuedUnit } from '../ports.js'
import type { ConflictKeys } from './conflict-keys.js'
import { SequenceHeap } from './sequence-heap.js'

/** How much one batch may take. Units that only touch rows already taken count towards `units` and `bytes` alone. */
export interface TakeLimits {
  readonly rows: number
  readonly units: number
  readonly bytes: number
}

/** A unit of the look-ahead and its place in the order. All but `queued` and `events` is the graph's own business. */
export interface UnitNode {
  readonly queued: QueuedUnit
  /** Where each event of the unit stands, in the unit's order. */
  readonly events: readonly EventPlaces[]
  readonly bytes: number
  state: 'waiting' | 'taken' | 'settled'
  /** Links from units that must settle first; one for each key in common. */
  blockers: number
  /** Absent while empty, as for most units: a look-ahead holds thousands of them. */
  predecessors: UnitNode[] | undefined
  successors: UnitNode[] | undefined
  /** How many of its blockers the batch numbered `joiningBatch` has taken. */
  joining: number
  joiningBatch: number
  /** Neighbours among the unsettled, in stream order. */
  earlier: UnitNode | undefined
  later: UnitNode | undefined
}

export interface EventPlaces {
  readonly row: KeyPlace | undefined
  readonly exclusive: readonly KeyPlace[]
  readonly shared: readonly KeyPlace[]
}

/** One conflict key and who stands at it: the last unit that excludes it, and those that share it since. */
export interface KeyPlace {
  readonly key: string
  writer: UnitNode | undefined
  readers: UnitNode[] | undefined
  /** Events of unsettled units that hold it; 1 means that nobody can be in conflict here. */
  holders: number
}

/**
 * The units of the look-ahead and what must wait for what. Units are added in stream order; a batch takes units that
 * wait for nothing outside of it, oldest first; settling a unit frees those behind it.
 */
export class UnitGraph {
  readonly #places = new Map<string, KeyPlace>()
  /** Unsettled units in stream order, linked: a set of so many that come and go would be rebuilt all the time. */
  #oldest: UnitNode | undefined
  #newest: UnitNode | undefined
  #size = 0
  readonly #ready = new SequenceHeap<UnitNode>((node) => node.queued.sequence)
  #batches = 0

  /** Units that are not settled, taken ones included. */
  get size(): number {
    return this.#size
  }

  /** True when `take` may return something. */
  get hasReady(): boolean {
    return this.#ready.size > 0
  }

  /** The oldest unit that is not settled; undefined when there is none. */
  get oldest(): UnitNode | undefined {
    return this.#oldest
  }

  /** `keys` holds those of each event of the unit, in its order; `bytes` is what the unit weighs in a statement. */
  add(queued: QueuedUnit, keys: readonly ConflictKeys[], bytes: number): UnitNode {
    const node: UnitNode = {
      queued,
      events: keys.map((ofEvent) => this.#enter(ofEvent)),
      bytes,
      state: 'waiting',
      blockers: 0,
      predecessors: undefined,
      successors: undefined,
      joining: 0,
      joiningBatch: 0,
      earlier: this.#newest,
      later: undefined,
    }
    this.#append(node)
    for (const { exclusive, shared } of node.events) {
      for (const place of exclusive) exclude(node, place)
      for (const place of shared) share(node, place)
    }
    if (node.blockers === 0) this.#ready.push(node)
    return node
  }

  /**
   * Takes ready units, and with them units all of whose predecessors are in the same batch, in stream order.
   * At least one when any is ready, however large; [] when none is.
   */
  take(limits: TakeLimits): UnitNode[] {
    const number = ++this.#batches
    const batch: UnitNode[] = []
    const rows = new Set<KeyPlace>()
    const joinable = new SequenceHeap<UnitNode>((node) => node.queued.sequence)
    let unknownRows = 0
    let bytes = 0
    for (;;) {
      const source = olderOf(this.#ready, joinable)
      const node = source?.peek()
      if (source === undefined || node === undefined) break
      if (node.state === 'waiting') {
        const isFull =
          batch.length >= limits.units ||
          bytes + node.bytes > limits.bytes ||
          (rows.size + unknownRows >= limits.rows && node.events.some(({ row }) => row === undefined || !rows.has(row)))
        if (isFull && batch.length > 0) break
        node.state = 'taken'
        batch.push(node)
        bytes += node.bytes
        for (const { row } of node.events) {
          if (row === undefined) unknownRows += 1
          else rows.add(row)
        }
        for (const successor of node.successors ?? []) {
          successor.joining = successor.joiningBatch === number ? successor.joining + 1 : 1
          successor.joiningBatch = number
          if (successor.joining === successor.blockers) joinable.push(successor)
        }
      }
      source.pop()
    }
    return batch.sort((a, b) => a.queued.sequence - b.queued.sequence)
  }

  /** Applied, dead, parked or skipped: those that waited for these units alone become ready. */
  settle(nodes: readonly UnitNode[]): void {
    for (const node of nodes) {
      if (node.state === 'settled') continue
      node.state = 'settled'
      this.#remove(node)
      for (const { exclusive, shared } of node.events) {
        for (const place of exclusive) this.#leave(node, place)
        for (const place of shared) this.#leave(node, place)
      }
      for (const successor of node.successors ?? []) {
        successor.blockers -= 1
        if (successor.blockers === 0 && successor.state === 'waiting') this.#ready.push(successor)
      }
      node.successors = undefined
    }
  }

  /** Taken units that were not settled go back to waiting. */
  putBack(nodes: readonly UnitNode[]): void {
    for (const node of nodes) {
      if (node.state !== 'taken') continue
      node.state = 'waiting'
      if (node.blockers === 0) this.#ready.push(node)
    }
  }

  /** Of taken units, in stream order, those that an unsettled unit outside of them holds back. */
  heldBack(nodes: readonly UnitNode[]): UnitNode[] {
    const free = new Set<UnitNode>()
    return nodes.filter((node) => {
      if (node.predecessors?.some((other) => other.state !== 'settled' && !free.has(other))) return true
      free.add(node)
      return false
    })
  }

  /**
   * Not yet: puts the unit back to wait for every earlier unsettled unit that writes one of `entities`.
   * False, and nothing is done, when there is none.
   */
  postpone(node: UnitNode, entities: ReadonlySet<string>): boolean {
    const earlier: UnitNode[] = []
    for (let other = this.#oldest; other !== undefined && other !== node; other = other.later) {
      if (other.queued.unit.events.some(({ shape }) => entities.has(shape.entity))) earlier.push(other)
    }
    if (earlier.length === 0) return false
    for (const other of earlier) link(other, node)
    this.putBack([node])
    return true
  }

  #append(node: UnitNode): void {
    if (this.#newest === undefined) this.#oldest = node
    else this.#newest.later = node
    this.#newest = node
    this.#size += 1
  }

  #remove(node: UnitNode): void {
    if (node.earlier === undefined) this.#oldest = node.later
    else node.earlier.later = node.later
    if (node.later === undefined) this.#newest = node.earlier
    else node.later.earlier = node.earlier
    node.earlier = undefined
    node.later = undefined
    this.#size -= 1
  }

  #enter({ row, exclusive, shared }: ConflictKeys): EventPlaces {
    const writing = exclusive.map((key) => this.#hold(key))
    return {
      row: row === undefined ? undefined : writing.find((place) => place.key === row),
      exclusive: writing,
      shared: shared.map((key) => this.#hold(key)),
    }
  }

  #hold(key: string): KeyPlace {
    let place = this.#places.get(key)
    if (place === undefined) {
      place = { key, writer: undefined, readers: undefined, holders: 0 }
      this.#places.set(key, place)
    }
    place.holders += 1
    return place
  }

  #leave(node: UnitNode, place: KeyPlace): void {
    place.holders -= 1
    if (place.holders === 0) this.#places.delete(place.key)
    if (place.writer === node) place.writer = undefined
    // A key that all share and none excludes would otherwise keep every unit that ever passed.
    if (place.readers !== undefined && place.readers.length > 64 && place.readers.length > 2 * place.holders) {
      place.readers = place.readers.filter(({ state }) => state !== 'settled')
    }
  }
}

function exclude(node: UnitNode, place: KeyPlace): void {
  if (place.writer !== undefined) link(place.writer, node)
  for (const reader of place.readers ?? []) link(reader, node)
  place.readers = undefined
  place.writer = node
}

function share(node: UnitNode, place: KeyPlace): void {
  if (place.writer !== undefined) link(place.writer, node)
  if (place.readers === undefined) place.readers = [node]
  else place.readers.push(node)
}

function link(earlier: UnitNode, later: UnitNode): void {
  if (earlier === later || earlier.state === 'settled') return
  earlier.successors ??= []
  earlier.successors.push(later)
  later.predecessors ??= []
  later.predecessors.push(earlier)
  later.blockers += 1
}

function olderOf(a: SequenceHeap<UnitNode>, b: SequenceHeap<UnitNode>): SequenceHeap<UnitNode> | undefined {
  const first = a.peek()
  const second = b.peek()
  if (first === undefined) return second === undefined ? undefined : b
  return second === undefined || first.queued.sequence < second.queued.sequence ? a : b
}
