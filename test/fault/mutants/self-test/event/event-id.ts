/** Proves that the switch works: nothing is an event id. */
export * from '../../../../../runtime/event/event-id.js'

export function isEventId(_text: string): boolean {
  return false
}
