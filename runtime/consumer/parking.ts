import { encodeUnit } from '../event/encode-entry.js'
import type { UnitToPark } from '../ports.js'
import { rowKeysOf } from './dead-letter.js'
import type { StreamContext } from './stream-context.js'
import type { UnitNode } from './unit-node.js'

/** Units of a batch that must wait behind a dead letter, and the rest, both in stream order. */
export interface Parting {
  readonly free: readonly UnitNode[]
  readonly blocked: readonly UnitNode[]
  /** The blocked ones as they are kept. */
  readonly toPark: readonly UnitToPark[]
}

/** Decides who is parked: who writes a row of a chain, or one that a unit before it in this batch will wait with. */
export function partBlocked(
  nodes: readonly UnitNode[],
  keysOf: ReadonlyMap<UnitNode, readonly string[]>,
  chains: ReadonlyMap<string, readonly string[]>,
): Parting {
  const chainsByKey = new Map<string, ReadonlySet<string>>([...chains].map(([key, ids]) => [key, new Set(ids)]))
  const free: UnitNode[] = []
  const blocked: UnitNode[] = []
  const toPark: UnitToPark[] = []
  for (const node of nodes) {
    const keys = keysOf.get(node) ?? []
    const chainIds = new Set(keys.flatMap((key) => [...(chainsByKey.get(key) ?? [])]))
    if (chainIds.size === 0) {
      free.push(node)
      continue
    }
    const { unit } = node
    const ordered = [...chainIds].sort((a, b) => Number(BigInt(a) - BigInt(b)))
    blocked.push(node)
    toPark.push({ eventId: unit.eventId, payload: encodeUnit(unit.eventId, unit), chainIds: ordered, keys })
    for (const key of keys) chainsByKey.set(key, new Set([...(chainsByKey.get(key) ?? []), ...chainIds]))
  }
  return { free, blocked, toPark }
}

export function rowKeysByNode(
  nodes: readonly UnitNode[],
  context: StreamContext,
): ReadonlyMap<UnitNode, readonly string[]> {
  return new Map(nodes.map((node) => [node, rowKeysOf(node.unit, context)]))
}
