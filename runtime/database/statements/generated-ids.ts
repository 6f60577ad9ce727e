import type { WireValue } from '../../event/unit.js'
import type { PlannedRow } from '../../ports.js'
import { UnresolvedReferenceError } from '../apply-error.js'

/** Ids that the database has made in this transaction, by unit and event: what `{ ref }` values stand for. */
export class GeneratedIds {
  readonly #byUnit = new Map<string, Map<number, string>>()

  record({ node, eventIndex }: PlannedRow, id: string): void {
    const { eventId } = node.unit
    const ids = this.#byUnit.get(eventId)
    if (ids === undefined) this.#byUnit.set(eventId, new Map([[eventIndex, id]]))
    else ids.set(eventIndex, id)
  }

  /** The value, or the id that it refers to. Throws where that event has made none: a malformed unit. */
  resolve(value: WireValue, { node }: PlannedRow): string | number | null {
    if (value === null || typeof value !== 'object') return value
    const id = this.#byUnit.get(node.unit.eventId)?.get(value.ref)
    if (id === undefined) throw new UnresolvedReferenceError(value.ref)
    return id
  }

  /** `[event id, {"<event>": "<id>"}]` of each unit that got any, as `orm_lazy_event.result` keeps it. */
  results(): readonly (readonly [eventId: string, result: string])[] {
    return [...this.#byUnit].map(([eventId, ids]) => [eventId, JSON.stringify(Object.fromEntries(ids))])
  }
}
