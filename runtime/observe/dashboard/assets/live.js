import { ApiError, call } from './api.js'

const SILENT_MS = 12_000
const RETRY_MS = 2_000

/**
 * Follows the server's events for good: a stream that ends or falls silent is opened again. Ends with a wrong token.
 * `on` has a function for each event, and `lost` for each time that the dashboard does not answer.
 */
export async function follow(on) {
  for (;;) {
    const abort = new AbortController()
    try {
      await readStream(await call('live', { signal: abort.signal }), abort, on)
      on.lost()
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return on.refused(error)
      on.lost(error)
    } finally {
      abort.abort()
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

async function readStream(response, abort, on) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const watchdog = setTimeout(() => abort.abort(), SILENT_MS)
    const { done, value } = await reader.read().finally(() => clearTimeout(watchdog))
    if (done) return
    text += value
    const events = text.split('\n\n')
    text = events.pop()
    for (const event of events) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/s.exec(event)
      on[name]?.(JSON.parse(data))
    }
  }
}
