import { isEventId } from '../../../runtime/event/event-id.js'
import { settingsOf, tell } from '../lib/process/child.js'

export type EchoMessage =
  | { readonly kind: 'ready'; readonly now: number; readonly settings: unknown; readonly knowsEventIds: boolean }
  | { readonly kind: 'said'; readonly message: unknown }

tell({
  kind: 'ready',
  now: Date.now(),
  settings: settingsOf(),
  knowsEventIds: isEventId('0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c0000'),
})
process.on('message', (message) => tell({ kind: 'said', message }))
