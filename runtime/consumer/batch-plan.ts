import type { ChangeEvent, Operation } from '../event/unit.js'
import { coalesce, type TypeOf } from './coalesce.js'
import type { ConflictKeys } from './conflict-keys.js'
import type { ConflictRuleBook, ConflictRules } from './conflict-rules.js'
import type { UnitNode } from './unit-graph.js'

/** One row's part in a statement. */
export interface PlannedRow {
  /** An event of a unit, or the net effect of several. */
  readonly event: ChangeEvent
  /** Where its first event stands: there `{ ref: n }` points, and there a generated id is recorded. */
  readonly node: UnitNode
  readonly eventIndex: number
}

/**
 * Rows of one table that one statement may write in any order; inserts of one plan statement have the same fields and
 * keep their order. Statements run one after the other, in the order of the plan.
 */
export interface PlannedStatement {
  readonly operation: Operation
  readonly entity: string
  readonly rows: readonly PlannedRow[]
}

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
    const rows: StagedRow[] = []
    node.queued.unit.events.forEach((event, eventIndex) => {
      rows.push(stages.place({ event, node, eventIndex }, node.keys[eventIndex]!, rows))
    })
  }
  return stages.statements()
}

/** A unit by itself, each event a statement in the unit's own order: what a dead letter's error is taken from. */
export function planSingly(node: UnitNode): PlannedStatement[] {
  return node.queued.unit.events.map((event, eventIndex) => ({
    operation: event.shape.operation,
    entity: event.shape.entity,
    rows: [{ event, node, eventIndex }],
  }))
}

interface StagedRow {
  event: ChangeEvent
  readonly node: UnitNode
  readonly eventIndex: number
  readonly stage: number
}

/** Who took a key so far: the last row that excluded it, and the latest stage of those that shared it since. */
interface KeyUse {
  writer: StagedRow | undefined
  readerStage: number
}

class Stages {
  readonly #context: PlanContext
  readonly #uses = new Map<string, KeyUse>()
  readonly #lastOfRow = new Map<string, StagedRow>()
  readonly #rows: StagedRow[] = []

  constructor(context: PlanContext) {
    this.#context = context
  }

  place(row: PlannedRow, keys: ConflictKeys, unitRows: readonly StagedRow[]): StagedRow {
    const rules = this.#context.rules.get(row.event.shape.entity)
    if (rules === undefined) throw new TypeError(`no conflict rules for ${row.event.shape.entity}`)
    const previous = keys.row === undefined ? undefined : this.#lastOfRow.get(keys.row)
    const behindReferences = stageBehindReferences(row.event, unitRows)
    const target =
      (previous && this.#merge(previous, row, keys, rules, behindReferences)) ??
      this.#append(row, Math.max(behindReferences, this.#earliestStage(row.event, keys, rules, undefined)))
    this.#recordUse(target, keys)
    return target
  }

  statements(): PlannedStatement[] {
    const groups = new Map<
      string,
      { stage: number; rank: number; statement: { rows: PlannedRow[] } & PlannedStatement }
    >()
    const shapeNumbers = new Map<unknown, number>()
    for (const row of this.#rows) {
      const { shape } = row.event
      const { operation, entity } = shape
      if (!shapeNumbers.has(shape)) shapeNumbers.set(shape, shapeNumbers.size)
      const form = keepsOrder(operation) ? shapeNumbers.get(shape) : ''
      const name = `${row.stage} ${operation} ${entity} ${form}`
      let group = groups.get(name)
      if (group === undefined) {
        const rank = statementRank(operation, this.#context.rules.get(entity)?.rank ?? 0)
        group = { stage: row.stage, rank, statement: { operation, entity, rows: [] } }
        groups.set(name, group)
      }
      group.statement.rows.push(row)
    }
    return [...groups.values()].sort((a, b) => a.stage - b.stage || a.rank - b.rank).map(({ statement }) => statement)
  }

  /** Joins the row's earlier event where nothing that this event must follow stands behind it. */
  #merge(
    previous: StagedRow,
    row: PlannedRow,
    keys: ConflictKeys,
    rules: ConflictRules,
    behindReferences: number,
  ): StagedRow | undefined {
    const typeOf = this.#context.coalescedTypes(row.event.shape.entity)
    if (typeOf === undefined) return undefined
    if (Math.max(behindReferences, this.#earliestStage(row.event, keys, rules, previous)) > previous.stage)
      return undefined
    const merged = coalesce(previous.event, row.event, typeOf)
    if (merged === undefined) return undefined
    previous.event = merged
    return previous
  }

  #append(row: PlannedRow, stage: number): StagedRow {
    const staged = { ...row, stage }
    this.#rows.push(staged)
    return staged
  }

  /** The first stage at which everything that this event must follow, `itself` aside, has run. */
  #earliestStage(event: ChangeEvent, keys: ConflictKeys, rules: ConflictRules, itself: StagedRow | undefined): number {
    let stage = 0
    for (const key of keys.exclusive) {
      const use = this.#uses.get(key)
      if (use === undefined) continue
      stage = Math.max(stage, stageBehind(use.writer, event, key, rules, itself), use.readerStage + 1)
    }
    for (const key of keys.shared) {
      const use = this.#uses.get(key)
      if (use !== undefined) stage = Math.max(stage, stageBehind(use.writer, event, key, rules, itself))
    }
    return stage
  }

  #recordUse(row: StagedRow, { row: rowKey, exclusive, shared }: ConflictKeys): void {
    if (rowKey !== undefined) this.#lastOfRow.set(rowKey, row)
    for (const key of exclusive) this.#uses.set(key, { writer: row, readerStage: -1 })
    for (const key of shared) {
      const use = this.#uses.get(key)
      if (use === undefined) this.#uses.set(key, { writer: undefined, readerStage: row.stage })
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

function keepsOrder(operation: Operation): boolean {
  return operation === 'insert' || operation === 'upsert' || operation === 'insertIgnore'
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

/** Within a stage: parents are inserted first, then updates, and children are deleted first. */
function statementRank(operation: Operation, tableRank: number): number {
  const tables = 1_000_000
  if (operation === 'delete') return 3 * tables - tableRank
  return operation === 'update' ? 2 * tables : tableRank
}
