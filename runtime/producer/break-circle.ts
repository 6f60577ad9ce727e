import { type AnyEntity, type Column, placeholderWire } from '../entity/index.js'
import { removesRow } from './change-claims.js'
import { type UnitNode, waitsFor } from './unit-node.js'

/** Frees a node of a circle whose every obstacle is a nullable reference to a new row. */
export function deferReferences(waiting: ReadonlySet<UnitNode>): UnitNode | undefined {
  for (const node of waiting) {
    const columns = [...node.after].map((obstacle) => node.liftable.get(obstacle))
    if (!columns.every((some) => some?.every((column) => column.nullable)) || !waitsFor(node, node)) continue
    node.deferred.push(...columns.flatMap((some) => some ?? []))
    node.after.clear()
    return node
  }
  return undefined
}

/** A row that gives its unique values free before its own turn: the columns, and who need not wait for it any more. */
export interface Vacating {
  readonly entity: AnyEntity
  readonly columns: readonly Column[]
  readonly takers: readonly UnitNode[]
}

/** Opens a circle of rows that take each other's unique values, by a moment at which one of them has none of these. */
export function vacateValues(waiting: ReadonlySet<UnitNode>): Vacating | undefined {
  for (const giver of waiting) {
    const takers: UnitNode[] = []
    const columns = new Set<Column>()
    for (const taker of giver.before) {
      const keys = taker.after.has(giver) ? taker.givers.get(giver) : undefined
      if (keys === undefined || !waitsFor(giver, taker)) continue
      const vacated = keys.map((key) => key.find((column) => columns.has(column)) ?? vacatedColumn(giver, key))
      if (vacated.includes(undefined)) continue
      for (const column of vacated) columns.add(column!)
      takers.push(taker)
    }
    if (takers.length === 0) continue
    for (const taker of takers) taker.after.delete(giver)
    return { entity: giver.entity, columns: [...columns], takers }
  }
  return undefined
}

/**
 * The column of a unique key that may hold something else until the row's own turn: one that is written then, and not by
 * an amount. NULL is preferred, as it collides with nothing.
 */
function vacatedColumn({ entity, kind }: UnitNode, key: readonly Column[]): Column | undefined {
  const { table, dirty, amounts } = entity.$changes
  const goes = removesRow(entity, kind)
  if (!goes && kind === 'delete') return undefined
  const candidates = key.filter(
    (column) =>
      !table.key.includes(column) &&
      (goes || (dirty.has(column.index) && !amounts?.mask.has(column.index))) &&
      placeholderWire(column) !== undefined,
  )
  return candidates.find((column) => column.nullable) ?? candidates[0]
}
