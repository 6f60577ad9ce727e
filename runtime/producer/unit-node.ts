import type { AnyEntity, Column } from '../entity/index.js'
import type { ChangeKind } from './change-claims.js'

/** A change of a unit, among those that it has to follow. */
export interface UnitNode {
  readonly entity: AnyEntity
  readonly kind: ChangeKind
  readonly after: Set<UnitNode>
  /** The other direction of `after`. */
  readonly before: UnitNode[]
  /** Those of `after` that a NULL lifts, until the reference is set at the end. */
  readonly liftable: Map<UnitNode, readonly Column[]>
  /** Those of `after` that have unique values which this one takes, by the columns of the keys. */
  readonly givers: Map<UnitNode, readonly (readonly Column[])[]>
  readonly deferred: Column[]
}

export function unitNode(entity: AnyEntity, kind: ChangeKind): UnitNode {
  return { entity, kind, after: new Set(), before: [], liftable: new Map(), givers: new Map(), deferred: [] }
}

/** True where `node` has to come after `other`, by whatever lies between. */
export function waitsFor(node: UnitNode, other: UnitNode): boolean {
  const seen = new Set<UnitNode>()
  const next = [...node.after]
  for (let found = next.pop(); found !== undefined; found = next.pop()) {
    if (found === other) return true
    if (seen.has(found)) continue
    seen.add(found)
    next.push(...found.after)
  }
  return false
}
