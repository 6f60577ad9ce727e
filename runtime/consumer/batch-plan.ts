import type { ChangeEvent } from '../event/unit.js'
import type { PlannedRow, PlannedStatement } from '../ports.js'
import { coalesce, type TypeOf } from './coalesce.js'
import type { ConflictRuleBook, ConflictRules } from './conflict-rules.js'
import { keepsOrder, StatementGroups } from './statement-groups.js'
import type { EventPlaces, KeyPlace, UnitNode } from './unit-graph.js'

export interface PlanContext {
  readonly rules: ConflictRuleBook
  /** `undefined` where every change of the entity's rows must be applied by itself. */
  readonly coalescedTypes: (entity: string) => TypeOf | undefined
}

/**
 * Arranges a batch, given in stream order, as few statements that together do what its events do one by one.
 * Events that conflict land in successive stages; those that change the same row become their net effect.
 */
export function planBatch(nodes: readonly UnitNode[], context: PlanContext): PlannedStatement[] {
  const stages = new Stages(context)
  for (const node of nodes) {
    const { events } = node.queued.unit
    const rows: StagedRow[] = []
    for (let index = 0; index < events.length; index++) {
      const row = { event: events[index]!, node, eventIndex: index, stage: 0 }
      rows.push(stages.place(row, node.events[index]!, rows))
    }
  }
  return stages.statements()
}

/** A unit by itself, each event a statement in the unit's own order: what a dead letter's error is taken from. */
export function planSingly(node: PlannedRow['node']): PlannedStatement[] {
  return node.queued.unit.events.map((event, eventIndex) => ({
    operation: event.shape.operation,
    entity: event.shape.entity,
    rows: [{ event, node, eventIndex }],
  }))
}

interface StagedRow extends PlannedRow {
  event: ChangeEvent
  readonly node: UnitNode
  stage: number
}

/** Who took a key so far: the last row that excluded it, and the latest stage of those that shared it since. */
interface KeyUse {
  writer: StagedRow | undefined
  readerStage: number
}

class Stages {
  readonly #context: PlanContext
  readonly #uses = new Map<KeyPlace, KeyUse>()
  readonly #lastOfRow = new Map<KeyPlace, StagedRow>()
  readonly #rows: StagedRow[] = []

  constructor(context: PlanContext) {
    this.#context = context
  }

  /** Puts the row behind what it must follow, or into the row's earlier event; returns where it ended up. */
  place(row: StagedRow, places: EventPlaces, unitRows: readonly StagedRow[]): StagedRow {
    const rules = this.#context.rules.get(row.event.shape.entity)
    if (rules === undefined) throw new TypeError(`no conflict rules for ${row.event.shape.entity}`)
    const behindReferences = stageBehindReferences(row.event, unitRows)
    const previous = places.row === undefined ? undefined : this.#lastOfRow.get(places.row)
    if (previous !== undefined && this.#mayMerge(previous, row, places, rules, behindReferences)) {
      const merged = coalesce(previous.event, row.event, this.#context.coalescedTypes(rules.entity)!)
      if (merged !== undefined) {
        previous.event = merged
        this.#recordUse(previous, places)
        return previous
      }
    }
    row.stage = Math.max(behindReferences, this.#earliestStage(row.event, places, rules, undefined))
    this.#rows.push(row)
    this.#recordUse(row, places)
    return row
  }

  statements(): PlannedStatement[] {
    const groups = new StatementGroups(this.#context.rules)
    for (const row of this.#rows) groups.add(row)
    return groups.inOrder()
  }

  /** True where nothing that this event must follow stands behind the row's earlier event. */
  #mayMerge(
    previous: StagedRow,
    row: StagedRow,
    places: EventPlaces,
    rules: ConflictRules,
    behindReferences: number,
  ): boolean {
    if (this.#context.coalescedTypes(rules.entity) === undefined) return false
    const earliest = Math.max(behindReferences, this.#earliestStage(row.event, places, rules, previous))
    return earliest <= previous.stage
  }

  /** The first stage at which everything that this event must follow, `itself` aside, has run. */
  #earliestStage(event: ChangeEvent, places: EventPlaces, rules: ConflictRules, itself: StagedRow | undefined): number {
    let stage = 0
    for (const place of places.exclusive) {
      const use = place.holders > 1 ? this.#uses.get(place) : undefined
      if (use === undefined) continue
      stage = Math.max(stage, stageBehind(use.writer, event, place.key, rules, itself), use.readerStage + 1)
    }
    for (const place of places.shared) {
      const use = place.holders > 1 ? this.#uses.get(place) : undefined
      if (use !== undefined) stage = Math.max(stage, stageBehind(use.writer, event, place.key, rules, itself))
    }
    return stage
  }

  #recordUse(row: StagedRow, { row: rowPlace, exclusive, shared }: EventPlaces): void {
    if (rowPlace !== undefined && rowPlace.holders > 1) this.#lastOfRow.set(rowPlace, row)
    for (const place of exclusive) {
      if (place.holders > 1) this.#uses.set(place, { writer: row, readerStage: -1 })
    }
    for (const place of shared) {
      if (place.holders === 1) continue
      const use = this.#uses.get(place)
      if (use === undefined) this.#uses.set(place, { writer: undefined, readerStage: row.stage })
      else if (use.writer !== row) use.readerStage = Math.max(use.readerStage, row.stage)
    }
  }
}

function stageBehind(
  writer: StagedRow | undefined,
  event: ChangeEvent,
  key: string,
  rules: ConflictRules,
  itself: StagedRow | undefined,
): number {
  if (writer === undefined || writer === itself) return 0
  return runInOrderTogether(writer.event, event, key, rules) ? writer.stage : writer.stage + 1
}

/**
 * Rows of one INSERT are written in its order, each checked against those before it; and deletes that exclude each
 * other only because their cascades may meet can go together.
 */
function runInOrderTogether(earlier: ChangeEvent, later: ChangeEvent, key: string, rules: ConflictRules): boolean {
  if (keepsOrder(later.shape.operation)) return earlier.shape === later.shape
  const bothDelete = earlier.shape.operation === 'delete' && later.shape.operation === 'delete'
  return bothDelete && earlier.shape.entity === later.shape.entity && key === rules.table
}

/** A row that refers to one which its own unit inserts runs behind it: it needs that row's id. */
function stageBehindReferences({ values }: ChangeEvent, unitRows: readonly StagedRow[]): number {
  let stage = 0
  for (const value of values) {
    if (value === null || typeof value !== 'object') continue
    const parent = unitRows[value.ref]
    if (parent !== undefined) stage = Math.max(stage, parent.stage + 1)
  }
  return stage
}
