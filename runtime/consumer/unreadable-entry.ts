import { createHash } from 'node:crypto'
import { isEventId } from '../event/event-id.js'
import type { DeadLetter, StoredEntry } from '../ports.js'
import { errorFacts } from './dead-letter.js'

/** An entry that nobody can read, kept as it is. Its id is made of what it holds, so that it dies once however often it comes. */
export function unreadableLetter(entry: StoredEntry, error: Error): DeadLetter {
  const queuedAtMs = Number.parseInt(entry.id, 10)
  return {
    eventId: idOf(entry, queuedAtMs),
    entity: '',
    operation: '',
    ...errorFacts(error),
    statement: undefined,
    payload: entry.payload,
    sensitive: [],
    attempts: 1,
    queuedAtMs,
    keys: [],
  }
}

/** An id has 48 bits for the time; somebody may have chosen a larger one for the entry. */
const LARGEST_TIME_MS = 2 ** 48 - 1

function idOf({ id, payload }: StoredEntry, timeMs: number): string {
  const time = Math.min(timeMs, LARGEST_TIME_MS).toString(16).padStart(12, '0')
  const hash = createHash('sha256').update(`${id} ${payload}`).digest('hex')
  const eventId = `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
  if (!isEventId(eventId)) throw new TypeError(`no event id from ${id}`)
  return eventId
}
