import type { EntryDecoder } from '../event/entry-decoder.js'
import { EventFormatError } from '../event/event-format-error.js'
import type { Unit } from '../event/unit.js'
import type { StoredEntry } from '../ports.js'
import type { StreamContext } from './stream-context.js'

/** What an entry is to this consumer. */
export type Intake =
  | { readonly kind: 'units'; readonly units: readonly Unit[] }
  /** Nobody will ever be able to read it. */
  | { readonly kind: 'unreadable'; readonly error: Error }
  /** A newer consumer can read it. */
  | { readonly kind: 'tooNew'; readonly message: string; readonly error: Error | undefined }

/** Decides what to do with an entry; changes nothing. */
export function takeIn(entry: StoredEntry, decoder: EntryDecoder, context: StreamContext): Intake {
  try {
    const decoded = decoder.decode(entry.payload)
    const units = new Array<Unit>(decoded.length)
    for (let index = 0; index < decoded.length; index++) {
      const adapted = context.adapter.adapt(decoded[index]!)
      if (adapted.kind === 'unknown') {
        return { kind: 'tooNew', message: `This consumer does not know ${adapted.what}`, error: undefined }
      }
      units[index] = adapted.unit
    }
    return { kind: 'units', units }
  } catch (error) {
    if (!(error instanceof EventFormatError)) throw error
    if (error.reason === 'malformed') return { kind: 'unreadable', error }
    return { kind: 'tooNew', message: error.message, error }
  }
}
