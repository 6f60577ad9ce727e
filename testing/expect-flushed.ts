import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type AnyEntity, currentEngine, type EntityClass } from '../runtime/entity/index.js'
import { type FlushDifference, NotFlushedError } from './errors.js'

export interface ExpectFlushedOptions {
  /** How long a consumer may take; 5,000 by default. */
  readonly timeoutMs?: number
}

/** Any generated entity. */
export interface FlushableEntity extends AnyEntity {
  readonly isDirty: boolean
  dirtyColumns(): readonly string[]
  toJSON(): object
}

const EXPECT_FLUSHED_DEFAULTS = { timeoutMs: 5_000, pollMs: 20 } as const

/**
 * Resolves when MySQL has each row as its entity holds it, and no row of entities that were deleted. A consumer must be
 * at work, or `drain` called before. Throws NotFlushedError with every difference that is left after `timeoutMs`.
 */
export async function expectFlushed(
  entities: FlushableEntity | readonly FlushableEntity[],
  options: ExpectFlushedOptions = {},
): Promise<void> {
  const { timeoutMs, pollMs } = { ...EXPECT_FLUSHED_DEFAULTS, ...options }
  const deadline = performance.now() + timeoutMs
  let open = [entities].flat() as readonly FlushableEntity[]
  for (;;) {
    const differences = (await Promise.all(open.map(differencesOf))).flat()
    if (differences.length === 0) return
    if (performance.now() > deadline) throw new NotFlushedError(differences)
    open = open.filter((entity) => differences.some((difference) => difference.entity === entity))
    await delay(pollMs)
  }
}

async function differencesOf(entity: FlushableEntity): Promise<readonly FlushDifference[]> {
  const { table, phase } = entity.$changes
  const about = (text: string): FlushDifference => ({
    entity,
    text: `${table.entity} ${shown(keyOf(entity))}: ${text}`,
  })
  if (entity.isDirty && phase !== 'deleted') return [about(`${entity.dirtyColumns().join(', ')} not flushed`)]
  const found = await currentEngine('expectFlushed').loadById(entity.constructor as EntityClass, keyOf(entity) as never)
  if (phase === 'deleted') return found === null ? [] : [about('the row is still there')]
  if (found === null) return [about('there is no such row')]
  const stored = (found as FlushableEntity).toJSON() as Readonly<Record<string, unknown>>
  return Object.entries(entity.toJSON())
    .filter(([property, value]) => !isDeepStrictEqual(value, stored[property]))
    .map(([property, value]) => about(`${property} is ${shown(stored[property])} and not ${shown(value)}`))
}

/** A value, or for composite keys an object by property: what `loadById` takes. */
function keyOf({ $changes: changes }: FlushableEntity): unknown {
  const parts = changes.table.key.map((column) => [column.property, changes.get(column.index)] as const)
  return parts.length === 1 ? parts[0]?.[1] : Object.fromEntries(parts)
}

function shown(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part)) ?? 'unknown'
  )
}
