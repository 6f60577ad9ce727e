import { eventIdTime } from '../event/event-id.js'
import type { Unit } from '../event/unit.js'
import type { StoredEntry } from '../ports.js'
import type { ConflictRuleBook } from './conflict-rules.js'
import { UnitGraph } from './unit-graph.js'
import type { UnitNode } from './unit-node.js'

/** Why a unit is not applied like others: it may have killed the process, or the ledger may have forgotten it. */
export type Peculiarity = 'suspect' | 'expired'

/** Handed out so often without an end, an entry may be why its consumers ended. */
const SUSPECT_DELIVERIES = 3

/**
 * Units that such a batch may hold at the third delivery and at the fourth, then one. By then the unit to blame, if there
 * is one, is among the first: with each batch that does no harm the next may be twice as large. For a takeover hands out
 * thousands again that are innocent, and they must not crawl.
 */
const SUSPECT_BATCHES = [256, 16]
const MOST_SUSPECTS = SUSPECT_BATCHES[0]!

/** An entry of the stream whose units are not all settled, or that is not acknowledged yet. */
export interface HeldEntry {
  readonly id: string
  readonly bytes: number
  unsettled: number
  /** Of its units' ids. */
  family: string | undefined
}

/** What was read and is not settled: bounded by the reader, ordered by the graph, counted entry by entry. */
export class LookAhead {
  readonly graph: UnitGraph
  readonly #entries = new Map<string, HeldEntry>()
  /** The units that came with ids of one family; most families come in one entry. */
  readonly #families = new Map<string, readonly UnitNode[]>()
  /** Where a unit stands in more than one entry: sent again after an unknown outcome. */
  readonly #repeats = new Map<UnitNode, HeldEntry[]>()
  readonly #peculiar = new Map<UnitNode, Peculiarity>()
  #caution = Number.POSITIVE_INFINITY
  #mayTrust = false
  #expired = 0
  #sequence = 0
  #bytes = 0

  constructor(rules: ConflictRuleBook) {
    this.graph = new UnitGraph(rules)
  }

  get units(): number {
    return this.graph.size
  }

  /** Characters of the entries that are held. */
  get bytes(): number {
    return this.#bytes
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0
  }

  /** How many units a batch may hold, with no other beside it, while some unit is not like others; else undefined. */
  get mostUnits(): number | undefined {
    return this.#caution === Number.POSITIVE_INFINITY ? undefined : this.#caution
  }

  /** Of a unit that has come alone. */
  peculiarity(node: UnitNode): Peculiarity | undefined {
    return this.#caution === 1 ? this.#peculiar.get(node) : undefined
  }

  has(entryId: string): boolean {
    return this.#entries.has(entryId)
  }

  /** Milliseconds since 1970 by Redis's clock; undefined when nothing is held. */
  get oldestEventTime(): number | undefined {
    const oldest = this.graph.oldest
    return oldest === undefined ? undefined : eventIdTime(oldest.unit.eventId)
  }

  /** Holds an entry without units: it is settled by `release`. */
  hold(entry: StoredEntry): HeldEntry {
    const held = { id: entry.id, bytes: entry.payload.length, unsettled: 1, family: undefined }
    this.#entries.set(entry.id, held)
    this.#bytes += held.bytes
    return held
  }

  /** Adds the units of an entry in their order; units that are held already settle together with those. */
  add(entry: StoredEntry, units: readonly Unit[], floorMs: number): void {
    const held = this.hold(entry)
    held.unsettled = units.length
    const weight = Math.ceil(held.bytes / units.length)
    const family = familyOf(units[0]!.eventId)
    const relatives = this.#families.get(family)
    const peculiarity = peculiarityOf(entry, units[0]!, floorMs)
    const nodes: UnitNode[] = []
    for (const unit of units) {
      const known = relatives?.find((other) => other.unit.eventId === unit.eventId)
      if (known !== undefined && known.state !== 'settled') {
        this.#repeats.set(known, [...(this.#repeats.get(known) ?? []), held])
        continue
      }
      const node = this.graph.add({ unit, entryId: entry.id, sequence: this.#sequence++ }, weight)
      if (peculiarity !== undefined) this.#beware(node, peculiarity, entry.deliveries)
      nodes.push(node)
    }
    if (nodes.length > 0) {
      held.family = family
      this.#families.set(family, relatives === undefined ? nodes : [...relatives, ...nodes])
    }
  }

  #beware(node: UnitNode, why: Peculiarity, deliveries: number): void {
    this.#peculiar.set(node, why)
    if (why === 'expired') this.#expired += 1
    const most = why === 'expired' ? 1 : (SUSPECT_BATCHES[deliveries - SUSPECT_DELIVERIES] ?? 1)
    this.#caution = Math.min(this.#caution, most)
    if (most === 1) this.#mayTrust = true
  }

  /** So many units were settled and the process lives. Units that are older than the floor come alone, whatever happens. */
  #trust(settled: number): void {
    if (this.#mayTrust && this.#expired === 0 && this.#caution < MOST_SUSPECTS)
      this.#caution = Math.min(MOST_SUSPECTS, Math.max(this.#caution, 2 * settled))
  }

  #clear(node: UnitNode): void {
    const why = this.#peculiar.get(node)
    if (why === undefined) return
    this.#peculiar.delete(node)
    if (why === 'expired') this.#expired -= 1
    if (this.#peculiar.size > 0) return
    this.#caution = Number.POSITIVE_INFINITY
    this.#mayTrust = false
  }

  /** Returns the ids of the entries that are settled as a whole by this. */
  settle(nodes: readonly UnitNode[]): string[] {
    const finished: string[] = []
    const open = nodes.filter(({ state }) => state !== 'settled')
    this.graph.settle(open)
    this.#trust(open.length)
    for (const node of open) {
      this.#clear(node)
      const first = this.#entries.get(node.entryId)
      if (first !== undefined && this.release(first)) finished.push(first.id)
      if (this.#repeats.size === 0) continue
      const repeats = this.#repeats.get(node)
      this.#repeats.delete(node)
      for (const held of repeats ?? []) if (this.release(held)) finished.push(held.id)
    }
    return finished
  }

  /** One unit less to settle; true when it was the last. The entry stays known until `forget`. */
  release(held: HeldEntry): boolean {
    held.unsettled -= 1
    if (held.unsettled === 0) this.#bytes -= held.bytes
    return held.unsettled === 0
  }

  /** Acknowledged and removed from the stream. */
  forget(entryIds: readonly string[]): void {
    for (const id of entryIds) {
      const family = this.#entries.get(id)?.family
      if (family !== undefined) this.#leaveFamily(family, id)
      this.#entries.delete(id)
    }
  }

  #leaveFamily(family: string, entryId: string): void {
    const others = this.#families.get(family)?.filter((node) => node.entryId !== entryId) ?? []
    if (others.length === 0) this.#families.delete(family)
    else this.#families.set(family, others)
  }
}

/** Event ids of the units of one entry differ in their last four digits alone; a unit sent again alone keeps its own. */
function familyOf(eventId: string): string {
  return eventId.slice(0, 32)
}

function peculiarityOf({ deliveries }: StoredEntry, { eventId }: Unit, floorMs: number): Peculiarity | undefined {
  if (eventIdTime(eventId) < floorMs) return 'expired'
  return deliveries >= SUSPECT_DELIVERIES ? 'suspect' : undefined
}
