import type { AnyEntity, Column } from '../entity/index.js'
import { deferReferences, vacateValues } from './break-circle.js'
import {
  type ChangeKind,
  claimedReferences,
  claimedValues,
  createdRow,
  releasedReferences,
  releasedValues,
  removedRow,
  removesRow,
} from './change-claims.js'
import { UnitCycleError } from './unit-errors.js'
import { type UnitNode, unitNode } from './unit-node.js'

export type UnitStep =
  | {
      readonly kind: ChangeKind
      readonly entity: AnyEntity
      /** References that are inserted as NULL, because their rows come later, and are set at the end of the unit. */
      readonly deferred: readonly Column[]
    }
  /** Ahead of the row's own change, so that another row of the unit can take its unique values. */
  | { readonly kind: 'vacate'; readonly entity: AnyEntity; readonly columns: readonly Column[] }

/** Whether the steps take effect as one, so that nobody ever sees a row between two of them. */
export type UnitMode = 'together' | 'apart'

/**
 * The order in which the changes of one unit can be carried out one by one: parents before the children that refer to
 * them, children before the parents that go, and a unique value given free before it is taken; as asked otherwise,
 * deletions after the rest. New rows that refer to each other are let through by inserting a nullable reference as NULL first,
 * rows that take each other's unique values by setting one of these aside first, where the steps take effect together.
 * Throws UnitCycleError where none can be.
 */
export function orderUnit(changes: ReadonlyMap<AnyEntity, ChangeKind>, mode: UnitMode): readonly UnitStep[] {
  const asked = [...changes].map(([entity, kind]) => {
    if (entity.$changes.phase === 'stored') entity.$changes.noticeMutations()
    return unitNode(entity, kind)
  })
  const nodes = [...asked.filter(({ kind }) => kind === 'flush'), ...asked.filter(({ kind }) => kind === 'delete')]
  const flushed = nodes.filter(({ kind }) => kind === 'flush')
  putChildrenAfterNewParents(flushed)
  putParentsThatGoAfterChildren(nodes)
  putTakersOfValuesAfterGivers(nodes, flushed)
  return sort(nodes, mode)
}

/** True for new rows that refer to nothing: they need no order. */
export function areIndependent(changes: ReadonlyMap<AnyEntity, ChangeKind>): boolean {
  for (const kind of changes.values()) if (kind !== 'flush') return false
  for (const { $changes } of changes.keys())
    if ($changes.phase !== 'new' || $changes.table.byReference.size > 0) return false
  return true
}

function putChildrenAfterNewParents(flushed: readonly UnitNode[]): void {
  const claims = flushed.flatMap((node) => claimedReferences(node.entity).map((claim) => ({ node, ...claim })))
  if (claims.length === 0) return
  const created = flushed.filter(({ entity }) => entity.$changes.phase === 'new')
  const byEntity = new Map(created.map((node) => [node.entity, node]))
  const byName = indexBy(created, ({ entity }) => createdRow(entity))
  for (const { node, column, parent } of claims) {
    const parents = typeof parent === 'string' ? (byName.get(parent) ?? []) : [byEntity.get(parent)]
    for (const found of parents) if (found !== undefined) putAfterParent(node, found, column)
  }
}

function putParentsThatGoAfterChildren(nodes: readonly UnitNode[]): void {
  const removed = nodes.filter(({ entity, kind }) => removesRow(entity, kind))
  if (removed.length === 0) return
  const releasing = indexBy(nodes, ({ entity, kind }) => releasedReferences(entity, kind))
  for (const parent of removed)
    for (const row of removedRow(parent.entity)) for (const child of releasing.get(row) ?? []) putAfter(parent, child)
}

function putTakersOfValuesAfterGivers(nodes: readonly UnitNode[], flushed: readonly UnitNode[]): void {
  const givers = indexBy(nodes, ({ entity, kind }) => releasedValues(entity, kind))
  if (givers.size === 0) return
  for (const taker of flushed)
    for (const { columns, value } of claimedValues(taker.entity))
      for (const giver of givers.get(value) ?? []) putAfterGiver(taker, giver, columns)
}

function putAfter(later: UnitNode, earlier: UnitNode): void {
  if (later === earlier) return
  link(later, earlier)
  later.liftable.delete(earlier)
}

function link(later: UnitNode, earlier: UnitNode): void {
  later.after.add(earlier)
  earlier.before.push(later)
}

function putAfterGiver(taker: UnitNode, giver: UnitNode, key: readonly Column[]): void {
  if (taker === giver) return
  link(taker, giver)
  taker.givers.set(giver, [...(taker.givers.get(giver) ?? []), key])
}

/** A row that refers to itself waits for itself only where MySQL gives its key. */
function putAfterParent(child: UnitNode, parent: UnitNode, column: Column): void {
  if (child.after.has(parent) && !child.liftable.has(parent)) return
  if (child === parent && child.entity.$changes.table.assignedKey?.filledBy !== 'database') return
  link(child, parent)
  child.liftable.set(parent, [...(child.liftable.get(parent) ?? []), column])
}

/** Takes what is free in the order asked, then what that sets free. */
function sort(nodes: readonly UnitNode[], mode: UnitMode): readonly UnitStep[] {
  const waiting = new Set(nodes)
  const free = nodes.filter(({ after }) => after.size === 0)
  const steps: UnitStep[] = []
  while (waiting.size > 0) {
    const next = free.shift() ?? deferReferences(waiting)
    if (next !== undefined) {
      waiting.delete(next)
      steps.push({ kind: next.kind, entity: next.entity, deferred: next.deferred })
      for (const later of next.before)
        if (later.after.delete(next) && later.after.size === 0 && later !== next) free.push(later)
      continue
    }
    const vacating = mode === 'together' ? vacateValues(waiting) : undefined
    if (vacating === undefined) throw new UnitCycleError([...waiting].map(({ entity }) => entity.$changes.table.entity))
    steps.push({ kind: 'vacate', entity: vacating.entity, columns: vacating.columns })
    free.push(...vacating.takers.filter(({ after }) => after.size === 0))
  }
  return steps
}

function indexBy(
  nodes: readonly UnitNode[],
  names: (node: UnitNode) => readonly string[],
): ReadonlyMap<string, UnitNode[]> {
  const index = new Map<string, UnitNode[]>()
  for (const node of nodes)
    for (const name of names(node)) {
      const known = index.get(name)
      if (known === undefined) index.set(name, [node])
      else known.push(node)
    }
  return index
}
