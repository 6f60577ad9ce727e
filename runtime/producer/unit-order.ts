import type { AnyEntity, Column } from '../entity/index.js'
import { type ChangeClaims, type ChangeKind, claimsOf } from './change-claims.js'
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
  readonly claims: ChangeClaims
  readonly after: Set<Node>
  /** Those of `after` that a NULL lifts, until the reference is set at the end. */
  readonly liftable: Map<Node, readonly Column[]>
  readonly deferred: Column[]
}

/**
 * The order in which the changes of one unit can be carried out one by one: parents before the children that refer to
 * them, children before the parents that go, and a unique value given free before it is taken; as asked otherwise, with
 * deletions last. New rows that refer to each other are let through by inserting a nullable reference as NULL first.
 * Throws UnitCycleError where none can be.
 */
export function orderUnit(changes: ReadonlyMap<AnyEntity, ChangeKind>): readonly OrderedChange[] {
  const asked = [...changes].map(([entity, kind]): Node => {
    return { entity, kind, claims: claimsOf(entity, kind), after: new Set(), liftable: new Map(), deferred: [] }
  })
  const nodes = [...asked.filter(({ kind }) => kind === 'flush'), ...asked.filter(({ kind }) => kind === 'delete')]
  connect(nodes)
  return sort(nodes)
}

function connect(nodes: readonly Node[]): void {
  const creators = indexBy(nodes, ({ claims }) => claims.creates)
  const losers = indexBy(nodes, ({ claims }) => claims.letsGo)
  const takers = indexBy(nodes, ({ claims }) => claims.takes)
  const byEntity = new Map(nodes.filter(({ kind }) => kind === 'flush').map((node) => [node.entity, node]))
  for (const node of nodes) {
    for (const { column, parent } of node.claims.refersTo) {
      const parents = typeof parent === 'string' ? (creators.get(parent) ?? []) : [byEntity.get(parent)]
      for (const found of parents) if (found?.entity.$changes.phase === 'new') putAfterParent(node, found, column)
    }
    for (const row of node.claims.removes) for (const loser of losers.get(row) ?? []) putAfter(node, loser)
    for (const value of node.claims.frees) for (const taker of takers.get(value) ?? []) putAfter(taker, node)
  }
}

function putAfter(later: Node, earlier: Node): void {
  if (later === earlier) return
  later.after.add(earlier)
  later.liftable.delete(earlier)
}

/** A row that refers to itself waits for itself only where MySQL gives its key. */
function putAfterParent(child: Node, parent: Node, column: Column): void {
  if (child.after.has(parent) && !child.liftable.has(parent)) return
  if (child === parent && child.entity.$changes.table.assignedKey?.filledBy !== 'database') return
  child.after.add(parent)
  child.liftable.set(parent, [...(child.liftable.get(parent) ?? []), column])
}

/** Takes whatever is free, the earliest asked first. */
function sort(nodes: readonly Node[]): readonly OrderedChange[] {
  const waiting = new Set(nodes)
  const ordered: OrderedChange[] = []
  while (waiting.size > 0) {
    const next = firstFree(waiting) ?? liftOne(waiting)
    waiting.delete(next)
    for (const node of waiting) node.after.delete(next)
    ordered.push({ entity: next.entity, kind: next.kind, deferred: next.deferred })
  }
  return ordered
}

function firstFree(waiting: ReadonlySet<Node>): Node | undefined {
  for (const node of waiting) if (node.after.size === 0) return node
  return undefined
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
