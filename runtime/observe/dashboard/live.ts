import type { ServerResponse } from 'node:http'
import { SAMPLE_MS, type Watch } from './watch.js'

/** While a server keeps a look waiting, the page must know that the dashboard is there. */
const PULSE_MS = 4_000

/** What the page must know before the first moment. */
export interface Greeting {
  readonly sampleMs: number
  readonly actions: 'refuse' | 'allow'
}

/**
 * Server-sent events until either side ends: `hello`, `history`, then `moment` again and again, and `pulse` in between. A
 * page that reads too slowly misses some instead of filling this process.
 */
export function sendLive(response: ServerResponse, watch: Watch, actions: Greeting['actions']): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' })
  const send = (event: string, data: object) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const sendUnlessFull = (event: string, data: object) => {
    if (!response.writableNeedDrain) send(event, data)
  }
  const greeting: Greeting = { sampleMs: SAMPLE_MS, actions }
  send('hello', greeting)
  send('history', watch.history)
  if (watch.latest !== undefined) send('moment', watch.latest)
  const stop = watch.listen((moment) => sendUnlessFull('moment', moment))
  const pulse = setInterval(() => sendUnlessFull('pulse', {}), PULSE_MS)
  pulse.unref()
  response.on('close', () => {
    stop()
    clearInterval(pulse)
  })
}
