import { createHash } from 'node:crypto'
import type { Table } from '../entity/index.js'
import { VersionConflictError } from '../errors.js'
import { encodeUnit } from '../event/encode-entry.js'
import { eventIdTime } from '../event/event-id.js'
import type { ChangeEvent, Unit } from '../event/unit.js'
import type { DeadLetter, FailurePlace } from '../ports.js'
import { rowKeyText } from './conflict-keys.js'
import type { StreamContext } from './stream-context.js'

/** Why a unit is given up. */
export interface Cause {
  readonly error: Error
  readonly at: FailurePlace | undefined
  readonly attempts: number
}

export function deadLetterOf(unit: Unit, cause: Cause, context: StreamContext): DeadLetter {
  const first = unit.events[0]!.shape
  const secrets = secretsOf(unit, context.tables)
  return {
    eventId: unit.eventId,
    entity: cause.at?.entity ?? first.entity,
    operation: cause.at?.operation ?? first.operation,
    ...masked(errorFacts(cause.error), secrets.values),
    statement: cause.at?.statement,
    payload: encodeUnit(unit.eventId, unit),
    sensitive: secrets.names,
    attempts: cause.attempts,
    queuedAtMs: eventIdTime(unit.eventId),
    keys: parksOthers(cause, context) ? rowKeysOf(unit, context) : [],
    trace: unit.trace,
  }
}

/** The sensitive columns that a unit writes, and the values that must not be seen. */
function secretsOf({ events }: Unit, tables: ReadonlyMap<string, Table>) {
  const names = new Set<string>()
  const values = new Set<string>()
  for (const { shape, values: written } of events) {
    shape.fields.forEach(({ property }, index) => {
      if (tables.get(shape.entity)?.byProperty.get(property)?.definition.sensitive !== true) return
      names.add(`${shape.entity}.${property}`)
      const value = written[index]
      if (value !== null && typeof value !== 'object') values.add(String(value))
    })
  }
  return { names: [...names], values: [...values].filter((value) => value !== '') }
}

/** MySQL quotes the value that it refuses in its message. */
function masked<T extends { readonly message: string }>(facts: T, secrets: readonly string[]): T {
  return { ...facts, message: secrets.reduce((text, secret) => text.replaceAll(secret, '***'), facts.message) }
}

/** Who changes a row that somebody else has changed since does not depend on the change that was refused. */
function parksOthers({ error }: Cause, { settings }: StreamContext): boolean {
  return settings.onDeadLetter === 'park' && !(error instanceof VersionConflictError)
}

/** What failures are grouped by, and what the storm breaker compares: the errno, or the code of an error of ours. */
export function errorFacts(error: Error): Pick<DeadLetter, 'errorCode' | 'errorName' | 'message'> {
  const { errno, code } = error as { errno?: number; code?: string }
  return {
    errorCode: errno === undefined ? (code ?? error.name) : String(errno),
    errorName: errno === undefined ? error.name : (code ?? error.name),
    message: error.message,
  }
}

/**
 * Hashes of the rows that a unit writes, as 32 hexadecimal digits: exact primary keys, never barriers or unique values.
 * An auto-increment insert has none, for nobody can name its row before it is there.
 */
export function rowKeysOf(unit: Unit, { plan, tables }: Pick<StreamContext, 'plan' | 'tables'>): readonly string[] {
  const keys = new Set<string>()
  for (const event of unit.events) {
    const rules = plan.rules.get(event.shape.entity)
    const text = (rules && rowKeyText(event, rules)) ?? exactKey(event, tables)
    if (text !== undefined) keys.add(createHash('md5').update(text).digest('hex'))
  }
  return [...keys]
}

/** A key whose text has no normal form stands for itself: who writes it otherwise is not parked behind it. */
function exactKey({ shape, values }: ChangeEvent, tables: ReadonlyMap<string, Table>): string | undefined {
  const table = tables.get(shape.entity)
  if (table === undefined) return undefined
  const parts: string[] = []
  for (const { property } of table.key) {
    const index = shape.fields.findIndex((field) => field.role === 'key' && field.property === property)
    const value = values[index]
    if (value === undefined || value === null || typeof value === 'object') return undefined
    parts.push(String(value))
  }
  return `exact ${JSON.stringify([shape.entity, ...parts])}`
}
