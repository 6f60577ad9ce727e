import type { QueuedUnit } from '../ports.js'
import type { ConflictRuleBook } from './conflict-rules.js'
import { KeyPlaces } from './key-places.js'
import { SequenceHeap } from './sequence-heap.js'
import { type EventPlaces, type Gate, type KeyPlace, rowPlace, UnitNode } from './unit-node.js'

/** How much one batch may take. Units that only touch rows already taken count towards `units` and `bytes` alone. */
export interface TakeLimits {
  readonly rows: number
  readonly units: number
  readonly bytes: number
}

/**
 * The units of the look-ahead and what must wait for what. Units are added in stream order; a batch takes units that
 * wait for nothing outside of it, oldest first; settling a unit frees those behind it.
 */
export class UnitGraph {
  readonly #places: KeyPlaces
  /** Unsettled units in stream order, linked: a set of so many that come and go would be rebuilt all the time. */
  #oldest: UnitNode | undefined
  #newest: UnitNode | undefined
  #size = 0
  readonly #ready = new SequenceHeap<UnitNode>((node) => node.sequence)
  #batches = 0

  constructor(rules: ConflictRuleBook) {
    this.#places = new KeyPlaces(rules)
  }

  /** Units that are not settled, taken ones included. */
  get size(): number {
    return this.#size
  }

  /** Units that wait for nothing; `take` returns something when it is not 0. */
  get ready(): number {
    return this.#ready.size
  }

  /** The oldest unit that is not settled; undefined when there is none. */
  get oldest(): UnitNode | undefined {
    return this.#oldest
  }

  /** `bytes` is what the unit weighs in a statement. */
  add(queued: QueuedUnit, bytes: number): UnitNode {
    const node = new UnitNode(queued, bytes, this.#places.enterAll(queued.unit.events), this.#newest)
    this.#append(node)
    for (const places of node.events) stand(node, places)
    if (node.blockers === 0) this.#ready.push(node)
    return node
  }

  /**
   * Takes ready units, the oldest first, and right behind each what only waited for it: of a row that changes often, many
   * changes travel together and cost one. With its rows complete it goes on with what touches only these.
   * In stream order; at least one when any is ready, however large; [] when none is.
   */
  take(limits: TakeLimits): UnitNode[] {
    const number = ++this.#batches
    const batch: UnitNode[] = []
    const joinable = new SequenceHeap<UnitNode>((node) => node.sequence)
    let rows = 0
    let bytes = 0
    while (joinable.size > 0 || rows < limits.rows) {
      const source = joinable.size > 0 ? joinable : this.#ready
      const node = source.peek()
      if (node === undefined) break
      const isFull = batch.length >= limits.units || bytes + node.bytes > limits.bytes
      if (isFull && batch.length > 0) break
      source.pop()
      if (node.state !== 'waiting' || (rows >= limits.rows && addsRows(node, number))) continue
      node.state = 'taken'
      batch.push(node)
      bytes += node.bytes
      for (const places of node.events) {
        const row = rowPlace(places)
        if (row === undefined || row.batch !== number) rows += 1
        if (row !== undefined) row.batch = number
      }
      for (const successor of node.successors ?? []) if (joins(successor, number)) joinable.push(successor)
    }
    return batch.sort((a, b) => a.sequence - b.sequence)
  }

  /** Applied, dead, parked or skipped: those that waited for these units alone become ready. */
  settle(nodes: readonly UnitNode[]): void {
    for (const node of nodes) {
      if (node.state === 'settled') continue
      node.state = 'settled'
      this.#remove(node)
      for (const places of node.events) this.#places.leave(node, places)
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
    const number = ++this.#batches
    return nodes.filter((node) => {
      const joined = node.joiningBatch === number ? node.joining : 0
      if (joined < node.blockers) return true
      for (const successor of node.successors ?? []) joins(successor, number)
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
      if (other.unit.events.some(({ shape }) => entities.has(shape.entity))) earlier.push(other)
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
}

/** One of its blockers is in the batch; true when that was the last of them. */
function joins(node: UnitNode, batch: number): boolean {
  node.joining = node.joiningBatch === batch ? node.joining + 1 : 1
  node.joiningBatch = batch
  return node.joining === node.blockers
}

function addsRows(node: UnitNode, batch: number): boolean {
  return node.events.some((places) => rowPlace(places)?.batch !== batch)
}

function stand(node: UnitNode, { form, keys, takes }: EventPlaces): void {
  for (let index = 0; index < keys.length; index++) {
    const place = keys[index]
    if (place === undefined) continue
    if (form.parts[index]!.key.mode === 'exclusive') exclude(node, place)
    else share(node, place)
  }
  for (const { writer } of form.shares) if (writer !== undefined) link(writer, node)
  for (const gate of takes) take(node, gate)
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

/** Behind whoever took the gate last, and whoever shared it since: looked for here, since few gates are ever taken. */
function take(node: UnitNode, gate: Gate): void {
  if (gate.writer !== undefined) link(gate.writer, node)
  for (let other = node.earlier; other !== undefined && other.sequence > gate.takenAt; other = other.earlier) {
    if (other.events.some(({ form }) => form.shares.includes(gate))) link(other, node)
  }
  gate.writer = node
  gate.takenAt = node.sequence
}

function link(earlier: UnitNode, later: UnitNode): void {
  if (earlier === later || earlier.state === 'settled') return
  // Pushing to an empty array would make room for many more.
  if (earlier.successors === undefined) earlier.successors = [later]
  else earlier.successors.push(later)
  later.blockers += 1
}
