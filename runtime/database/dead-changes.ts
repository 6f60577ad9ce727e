import { EntryDecoder } from '../event/entry-decoder.js'
import { EventFormatError } from '../event/event-format-error.js'
import type { ChangeEvent, Operation, WireValue } from '../event/unit.js'

/** One event of a dead unit, as shown to people: values as they travel, `***` for a sensitive one. */
export interface DeadChange {
  readonly operation: Operation
  readonly entity: string
  /** What finds the row; empty for an auto-increment insert. */
  readonly key: Readonly<Record<string, WireValue>>
  readonly set: Readonly<Record<string, WireValue>>
  /** Amounts to be added. */
  readonly add: Readonly<Record<string, WireValue>>
}

/** A unit that its payload tells of. */
export interface DeadUnit {
  readonly changes: readonly DeadChange[]
  /** W3C `traceparent` of its flush, when that was traced. */
  readonly trace: string | undefined
}

/** One event of a parked unit. Which of its values are sensitive is not stored: it names properties alone. */
export interface ParkedChange {
  readonly operation: Operation
  readonly entity: string
  readonly properties: readonly string[]
}

/** [] where nobody can read the payload. */
export function parkedChanges(payload: string): readonly ParkedChange[] {
  return (readDeadUnit(payload, null)?.changes ?? []).map(({ operation, entity, set, add }) => ({
    operation,
    entity,
    properties: [...Object.keys(set), ...Object.keys(add)],
  }))
}

/** `sensitive` is the JSON list of `Entity.property` that was stored beside the payload. Undefined for what nobody can read. */
export function readDeadUnit(payload: string, sensitive: string | null): DeadUnit | undefined {
  const hidden = new Set<string>(sensitive === null ? [] : (JSON.parse(sensitive) as string[]))
  try {
    const [unit] = new EntryDecoder().decode(payload)
    return unit && { changes: unit.events.map((event) => deadChange(event, hidden)), trace: unit.trace }
  } catch (error) {
    if (error instanceof EventFormatError) return undefined
    throw error
  }
}

function deadChange({ shape, values }: ChangeEvent, hidden: ReadonlySet<string>): DeadChange {
  const of = (...roles: readonly string[]) =>
    Object.fromEntries(
      shape.fields.flatMap(({ property, role }, index): [string, WireValue][] => {
        if (!roles.includes(role)) return []
        const value = values[index]!
        return [[property, value !== null && hidden.has(`${shape.entity}.${property}`) ? '***' : value]]
      }),
    )
  return { operation: shape.operation, entity: shape.entity, key: of('key'), set: of('set', 'init'), add: of('add') }
}
