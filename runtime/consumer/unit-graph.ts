import type { QueuedUnit } from '../ports.js'
import type { ConflictKeys } from './conflict-keys.js'
import { SequenceHeap } from './sequence-heap.js'

/** How much one batch may take. Units that only touch rows already taken count towards `units` and `bytes` alone. */
export interface TakeLimits {
  readonly rows: number
  readonly units: number
  readonly bytes: number
}

/** A unit in the look-ahead with what ordering knows of it. Opaque to the loop, apart from the first three. */
export interface UnitNode {
  readonly queued: QueuedUnit
  /** Keys of each event, in the unit's order. */
  readonly keys: readonly ConflictKeys[]
  readonly bytes: number
  readonly entities: ReadonlySet<string>
  state: 'waiting' | 'taken' | 'settled'
  /** Unsettled units that must settle first. */
  readonly predecessors: Set<UnitNode>
  readonly successors: Set<UnitNode>
  readonly places: KeyPlace[]
}

/** Who stands at a key: the last that excludes it, and those that share it since. */
interface KeyPlace {
  readonly key: string
  writer: UnitNode | undefined
  readers: UnitNode[]
  holders: number
}

/**
 * The units of the look-ahead and what must wait for what. Units are added in stream order; a batch takes units that
 * wait for nothing outside of it, oldest first; settling a unit frees those behind it.
 */
export class UnitGraph {
  readonly #places = new Map<string, KeyPlace>()
  readonly #unsettled = new Set<UnitNode>()
  readonly #ready = new SequenceHeap<UnitNode>((node) => node.queued.sequence)

  /** Units that are not settled, taken ones included. */
  get size(): number {
    return this.#unsettled.size
  }

  /** True when `take` would return something. */
  get hasReady(): boolean {
    return this.#ready.size > 0
  }

  /** The oldest unit that is not settled; undefined when there is none. */
  get oldest(): UnitNode | undefined {
    return this.#unsettled.values().next().value
  }

  add(queued: QueuedUnit, keys: readonly ConflictKeys[], bytes: number): UnitNode {
    const node: UnitNode = {
      queued,
      keys,
      bytes,
      entities: new Set(queued.unit.events.map(({ shape }) => shape.entity)),
      state: 'waiting',
      predecessors: new Set(),
      successors: new Set(),
      places: [],
    }
    this.#unsettled.add(node)
    for (const { exclusive, shared } of keys) {
      for (const key of exclusive) this.#exclude(node, key)
      for (const key of shared) this.#share(node, key)
    }
    if (node.predecessors.size === 0) this.#ready.push(node)
    return node
  }

  /**
   * Takes ready units, and with them units all of whose predecessors are in the same batch, in stream order.
   * At least one when any is ready, however large; [] when none is.
   */
  take(limits: TakeLimits): UnitNode[] {
    const batch: UnitNode[] = []
    const rows = new Set<string>()
    const joinable = new SequenceHeap<UnitNode>((node) => node.queued.sequence)
    const waitingFor = new Map<UnitNode, number>()
    let anonymousRows = 0
    let bytes = 0
    for (;;) {
      const source = olderOf(this.#ready, joinable)
      const node = source?.peek()
      if (source === undefined || node === undefined) break
      if (node.state !== 'waiting') {
        source.pop()
        continue
      }
      const isFull =
        batch.length >= limits.units ||
        bytes + node.bytes > limits.bytes ||
        (rows.size + anonymousRows >= limits.rows && node.keys.some(({ row }) => row === undefined || !rows.has(row)))
      if (isFull && batch.length > 0) break
      source.pop()
      node.state = 'taken'
      batch.push(node)
      bytes += node.bytes
      for (const { row } of node.keys) {
        if (row === undefined) anonymousRows += 1
        else rows.add(row)
      }
      for (const successor of node.successors) {
        const missing = (waitingFor.get(successor) ?? successor.predecessors.size) - 1
        waitingFor.set(successor, missing)
        if (missing === 0) joinable.push(successor)
      }
    }
    return batch.sort((a, b) => a.queued.sequence - b.queued.sequence)
  }

  /** Applied, dead, parked or skipped: those that waited for these units alone become ready. */
  settle(nodes: readonly UnitNode[]): void {
    for (const node of nodes) {
      if (node.state === 'settled') continue
      node.state = 'settled'
      this.#unsettled.delete(node)
      for (const place of node.places) this.#leave(node, place)
      for (const successor of node.successors) {
        successor.predecessors.delete(node)
        if (successor.predecessors.size === 0 && successor.state === 'waiting') this.#ready.push(successor)
      }
      node.successors.clear()
    }
  }

  /** Taken units that were not settled go back to waiting. */
  putBack(nodes: readonly UnitNode[]): void {
    for (const node of nodes) {
      if (node.state !== 'taken') continue
      node.state = 'waiting'
      if (node.predecessors.size === 0) this.#ready.push(node)
    }
  }

  /** Of taken units, in stream order, those that an unsettled unit outside of them holds back. */
  heldBack(nodes: readonly UnitNode[]): UnitNode[] {
    const free = new Set<UnitNode>()
    return nodes.filter((node) => {
      for (const predecessor of node.predecessors) if (!free.has(predecessor)) return true
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
    for (const other of this.#unsettled) {
      if (other.queued.sequence >= node.queued.sequence) break
      if ([...other.entities].some((entity) => entities.has(entity))) earlier.push(other)
    }
    if (earlier.length === 0) return false
    for (const other of earlier) link(other, node)
    this.putBack([node])
    return true
  }

  #exclude(node: UnitNode, key: string): void {
    const place = this.#enter(node, key)
    if (place.writer !== undefined) link(place.writer, node)
    for (const reader of place.readers) link(reader, node)
    place.writer = node
    place.readers = []
  }

  #share(node: UnitNode, key: string): void {
    const place = this.#enter(node, key)
    if (place.writer !== undefined) link(place.writer, node)
    place.readers.push(node)
  }

  #enter(node: UnitNode, key: string): KeyPlace {
    let place = this.#places.get(key)
    if (place === undefined) {
      place = { key, writer: undefined, readers: [], holders: 0 }
      this.#places.set(key, place)
    }
    place.holders += 1
    node.places.push(place)
    return place
  }

  #leave(node: UnitNode, place: KeyPlace): void {
    place.holders -= 1
    if (place.holders === 0) this.#places.delete(place.key)
    if (place.writer === node) place.writer = undefined
    // A key that all share and none excludes would otherwise keep every unit that ever passed.
    if (place.readers.length > 64 && place.readers.length > 2 * place.holders) {
      place.readers = place.readers.filter(({ state }) => state !== 'settled')
    }
  }
}

function link(earlier: UnitNode, later: UnitNode): void {
  if (earlier === later || earlier.state === 'settled') return
  earlier.successors.add(later)
  later.predecessors.add(earlier)
}

function olderOf(a: SequenceHeap<UnitNode>, b: SequenceHeap<UnitNode>): SequenceHeap<UnitNode> | undefined {
  const first = a.peek()
  const second = b.peek()
  if (first === undefined) return second === undefined ? undefined : b
  return second === undefined || first.queued.sequence < second.queued.sequence ? a : b
}
