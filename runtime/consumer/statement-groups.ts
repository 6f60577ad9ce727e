import type { EventShape, Operation } from '../event/unit.js'
import type { PlannedRow, PlannedStatement } from '../ports.js'
import type { ConflictRuleBook } from './conflict-rules.js'

interface Group {
  readonly stage: number
  readonly rank: number
  readonly operation: Operation
  readonly entity: string
  readonly rows: PlannedRow[]
}

/** Gathers rows into statements: by stage, operation and table, inserts by their fields too. */
export class StatementGroups {
  readonly #rules: ConflictRuleBook
  readonly #groups = new Map<string, Group>()
  /** For each stage the group of a shape, so that most rows cost one look-up. */
  readonly #ofShape: Map<EventShape, Group>[] = []
  readonly #shapes = new Map<EventShape, number>()

  constructor(rules: ConflictRuleBook) {
    this.#rules = rules
  }

  add(row: PlannedRow & { readonly stage: number }): void {
    this.#ofShape[row.stage] ??= new Map()
    const ofShape = this.#ofShape[row.stage]!
    const { shape } = row.event
    let group = ofShape.get(shape)
    if (group === undefined) {
      group = this.#groupOf(shape, row.stage)
      ofShape.set(shape, group)
    }
    group.rows.push(row)
  }

  /** Stage by stage; within one, parents are inserted first, then come updates, and children are deleted first. */
  inOrder(): PlannedStatement[] {
    return [...this.#groups.values()].sort((a, b) => a.stage - b.stage || a.rank - b.rank)
  }

  #groupOf(shape: EventShape, stage: number): Group {
    const { operation, entity } = shape
    const name = `${stage} ${operation} ${entity} ${keepsOrder(operation) ? this.#numberOf(shape) : ''}`
    let group = this.#groups.get(name)
    if (group === undefined) {
      group = { stage, rank: rankOf(operation, this.#rules.get(entity)?.rank ?? 0), operation, entity, rows: [] }
      this.#groups.set(name, group)
    }
    return group
  }

  #numberOf(shape: EventShape): number {
    const known = this.#shapes.get(shape)
    if (known !== undefined) return known
    this.#shapes.set(shape, this.#shapes.size)
    return this.#shapes.size - 1
  }
}

/** Rows of one such statement are written in the order in which it names them. */
export function keepsOrder(operation: Operation): boolean {
  return operation === 'insert' || operation === 'upsert' || operation === 'insertIgnore'
}

function rankOf(operation: Operation, tableRank: number): number {
  const tables = 1_000_000
  if (operation === 'delete') return 3 * tables - tableRank
  return operation === 'update' ? 2 * tables : tableRank
}
