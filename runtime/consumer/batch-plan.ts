import type { ChangeEvent } from '../event/unit.js'
import type { PlannedRow, PlannedStatement } from '../ports.js'
import { coalesce, type TypeOf } from './coalesce.js'
import type { ConflictRuleBook, ConflictRules } from './conflict-rules.js'
import { keepsOrder, StatementGroups } from './statement-groups.js'
import { type EventPlaces, type Gate, type KeyPlace, rowPlace, type UnitNode } from './unit-node.js'

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
    const { events } = node.unit
    const rows = new Array<StagedRow>(events.length)
    for (let index = 0; index < events.length; index++) {
      const row = { event: events[index]!, node, eventIndex: index, stage: 0 }
      rows[index] = stages.place(row, node.events[index]!, rows)
    }
  }
  return stages.statements()
}

/** A unit by itself, each event a statement in the unit's own order: what a dead letter's error is taken from. */
export function planSingly(node: PlannedRow['node']): PlannedStatement[] {
  return node.unit.events.map((event, eventIndex) => ({
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
  readonly #uses = new Map<KeyPlace | Gate, KeyUse>()
  readonly #lastOfRow = new Map<KeyPlace, StagedRow>()
  readonly #rows: StagedRow[] = []

  constructor(context: PlanContext) {
    this.#context = context
  }

  /** Puts the row behind what it must follow, or into the row's earlier event; returns where it ended up. */
  place(row: StagedRow, places: EventPlaces, unitRows: readonly StagedRow[]): StagedRow {
    row.stage = stageBehindReferences(row.event, unitRows)
    if (!isAlone(places)) {
      const rules = this.#context.rules.get(row.event.shape.entity)!
      const target = rowPlace(places)
      const previous = target && this.#lastOfRow.get(target)
      if (previous !== undefined && this.#merges(previous, row, places, rules)) return previous
      row.stage = Math.max(row.stage, this.#earliestStage(row.event, places, rules, undefined))
      this.#recordUse(row, places)
    }
    this.#rows.push(row)
    return row
  }

  statements(): PlannedStatement[] {
    const groups = new StatementGroups(this.#context.rules)
    for (const row of this.#rows) groups.add(row)
    return groups.inOrder()
  }

  /** Only where nothing that the later event must follow stands behind the row's earlier one. */
  #merges(previous: StagedRow, row: StagedRow, places: EventPlaces, rules: ConflictRules): boolean {
    const typeOf = this.#context.coalescedTypes(rules.entity)
    if (typeOf === undefined) return false
    const earliest = Math.max(row.stage, this.#earliestStage(row.event, places, rules, previous))
    const merged = earliest <= previous.stage ? coalesce(previous.event, row.event, typeOf) : undefined
    if (merged === undefined) return false
    previous.event = merged
    this.#recordUse(previous, places)
    return true
  }

  /** The first stage at which everything that this event must follow, `itself` aside, has run. */
  #earliestStage(event: ChangeEvent, places: EventPlaces, rules: ConflictRules, itself: StagedRow | undefined): number {
    let stage = 0
    forEachPlace(places, (mode, place, gate) => {
      const use = this.#uses.get(place)
      if (use === undefined) return
      stage = Math.max(stage, stageBehind(use.writer, event, gate?.name, rules, itself))
      if (mode === 'exclusive') stage = Math.max(stage, use.readerStage + 1)
    })
    return stage
  }

  #recordUse(row: StagedRow, places: EventPlaces): void {
    const target = rowPlace(places)
    if (target !== undefined) this.#lastOfRow.set(target, row)
    forEachPlace(places, (mode, place) => {
      const use = this.#uses.get(place)
      if (mode === 'exclusive') this.#uses.set(place, { writer: row, readerStage: -1 })
      else if (use === undefined) this.#uses.set(place, { writer: undefined, readerStage: row.stage })
      else if (use.writer !== row) use.readerStage = Math.max(use.readerStage, row.stage)
    })
  }
}

/** True where no other event of the look-ahead can be in conflict: so it is with most, and little is done for them. */
function isAlone({ form, keys, takes }: EventPlaces): boolean {
  if (takes.length > 0) return false
  for (const place of keys) if (place !== undefined && place.holders > 1) return false
  for (const gate of form.shares) if (gate.holders > 0) return false
  return true
}

/** Calls for each place where some other event may stand, with the gate where it is one. */
function forEachPlace(
  { form, keys, takes }: EventPlaces,
  visit: (mode: 'exclusive' | 'shared', place: KeyPlace | Gate, gate: Gate | undefined) => void,
): void {
  for (let index = 0; index < keys.length; index++) {
    const place = keys[index]
    if (place !== undefined && place.holders > 1) visit(form.parts[index]!.key.mode, place, undefined)
  }
  for (const gate of takes) visit('exclusive', gate, gate)
  for (const gate of form.shares) if (gate.holders > 0 && !takes.includes(gate)) visit('shared', gate, gate)
}

function stageBehind(
  writer: StagedRow | undefined,
  event: ChangeEvent,
  gate: string | undefined,
  rules: ConflictRules,
  itself: StagedRow | undefined,
): number {
  if (writer === undefined || writer === itself) return 0
  return runInOrderTogether(writer.event, event, gate, rules) ? writer.stage : writer.stage + 1
}

/**
 * Rows of one INSERT are written in its order, each checked against those before it; and deletes that exclude each
 * other only because their cascades may meet can go together.
 */
function runInOrderTogether(
  earlier: ChangeEvent,
  later: ChangeEvent,
  gate: string | undefined,
  rules: ConflictRules,
): boolean {
  if (keepsOrder(later.shape.operation)) return earlier.shape === later.shape
  const bothDelete = earlier.shape.operation === 'delete' && later.shape.operation === 'delete'
  return bothDelete && earlier.shape.entity === later.shape.entity && gate === rules.table
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
