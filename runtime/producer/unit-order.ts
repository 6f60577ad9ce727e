import type { AnyEntity, Column } from '../entity/index.js'
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

export interface OrderedChange {
  readonly entity: AnyEntity
  readonly kind: ChangeKind
  /** References that are inserted as NULL, because their rows come later, and are set at the end of the unit. */
  readonly deferred: readonly Column[]
}

interface Node {
  readonly entity: AnyEntity
  readonly kind: ChangeKind
  readonly after: Set<Node>
  /** The other direction of `after`. */
  readonly before: Node[]
  /** Those of `after` that a NULL lifts, until the reference is set at the end. */
  readonly liftable: Map<Node, readonly Column[]>
  readonly deferred: Column[]
}

/**
 * The order in which the changes of one unit can be carried out one by one: parents before the children that refer to
 * them, children before the parents that go, and a unique value given free before it is taken; as asked otherwise,
 * deletions after the rest. New rows that refer to each other are let through by inserting a nullable reference as NULL first.
 * Throws UnitCycleError where none can be.
 */
export function orderUnit(changes: ReadonlyMap<AnyEntity, ChangeKind>): readonly OrderedChange[] {
  const independent = orderIndependent(changes)
  if (independent !== undefined) return independent
  const asked = [...changes].map(([entity, kind]): Node => {
    if (entity.$changes.phase === 'stored') entity.$changes.noticeMutations()
    return { entity, kind, after: new Set(), before: [], liftable: new Map(), deferred: [] }
  })
  const nodes = [...asked.filter(({ kind }) => kind === 'flush'), ...asked.filter(({ kind }) => kind === 'delete')]
  const flushed = nodes.filter(({ kind }) => kind === 'flush')
  putChildrenAfterNewParents(flushed)
  putParentsThatGoAfterChildren(nodes)
  putTakersOfValuesAfterGivers(nodes, flushed)
  return sort(nodes)
}

const NONE: readonly Column[] = []

/** New rows that refer to nothing need no order. Undefined where there is anything else. */
function orderIndependent(changes: ReadonlyMap<AnyEntity, ChangeKind>): readonly OrderedChange[] | undefined {
  const ordered: OrderedChange[] = []
  for (const [entity, kind] of changes) {
    const { phase, table } = entity.$changes
    if (kind !== 'flush' || phase !== 'new' || table.byReference.size > 0) return undefined
    ordered.push({ entity, kind, deferred: NONE })
  }
  return ordered
}

function putChildrenAfterNewParents(flushed: readonly Node[]): void {
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

function putParentsThatGoAfterChildren(nodes: readonly Node[]): void {
  const removed = nodes.filter(({ entity, kind }) => removesRow(entity, kind))
  if (removed.length === 0) return
  const releasing = indexBy(nodes, ({ entity, kind }) => releasedReferences(entity, kind))
  for (const parent of removed)
    for (const row of removedRow(parent.entity)) for (const child of releasing.get(row) ?? []) putAfter(parent, child)
}

function putTakersOfValuesAfterGivers(nodes: readonly Node[], flushed: readonly Node[]): void {
  const givers = indexBy(nodes, ({ entity, kind }) => releasedValues(entity, kind))
  if (givers.size === 0) return
  for (const taker of flushed)
    for (const value of claimedValues(taker.entity)) for (const giver of givers.get(value) ?? []) putAfter(taker, giver)
}

function putAfter(later: Node, earlier: Node): void {
  if (later === earlier) return
  link(later, earlier)
  later.liftable.delete(earlier)
}

function link(later: Node, earlier: Node): void {
  later.after.add(earlier)
  earlier.before.push(later)
}

/** A row that refers to itself waits for itself only where MySQL gives its key. */
function putAfterParent(child: Node, parent: Node, column: Column): void {
  if (child.after.has(parent) && !child.liftable.has(parent)) return
  if (child === parent && child.entity.$changes.table.assignedKey?.filledBy !== 'database') return
  link(child, parent)
  child.liftable.set(parent, [...(child.liftable.get(parent) ?? []), column])
}

/** Takes what is free in the order asked, then what that sets free. */
function sort(nodes: readonly Node[]): readonly OrderedChange[] {
  const waiting = new Set(nodes)
  const free = nodes.filter(({ after }) => after.size === 0)
  const ordered: Node[] = []
  while (waiting.size > 0) {
    const next = free.shift() ?? liftOne(waiting)
    waiting.delete(next)
    ordered.push(next)
    for (const later of next.before)
      if (later.after.delete(next) && later.after.size === 0 && later !== next) free.push(later)
  }
  return ordered
}

/** Frees a node of a circle whose every obstacle is a nullable reference to a new row. */
function liftOne(waiting: ReadonlySet<Node>): Node {
  for (const node of waiting) {
    if (!waitsForItself(node)) continue
    const columns = [...node.after].map((obstacle) => node.liftable.get(obstacle))
    if (!columns.every((some) => some?.every((column) => column.nullable))) continue
    node.deferred.push(...columns.flatMap((some) => some ?? []))
    node.after.clear()
    return node
  }
  throw new UnitCycleError([...waiting].map(({ entity }) => entity.$changes.table.entity))
}

function waitsForItself(node: Node): boolean {
  const seen = new Set<Node>()
  const next = [...node.after]
  for (let other = next.pop(); other !== undefined; other = next.pop()) {
    if (other === node) return true
    if (seen.has(other)) continue
    seen.add(other)
    next.push(...other.after)
  }
  return false
}

function indexBy(nodes: readonly Node[], names: (node: Node) => readonly string[]): ReadonlyMap<string, Node[]> {
  const index = new Map<string, Node[]>()
  for (const node of nodes)
    for (const name of names(node)) {
      const known = index.get(name)
      if (known === undefined) index.set(name, [node])
      else known.push(node)
    }
  return index
}
