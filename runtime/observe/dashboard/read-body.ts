import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.js'

const MAX_BYTES = 256 * 1_024

/** What came as JSON; what a framework has parsed already is taken from `request.body`. */
export async function readBody(request: IncomingMessage & { readonly body?: unknown }): Promise<unknown> {
  if (request.body !== undefined) return request.body
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Refusal(413, 'The body is too long')
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new Refusal(400, 'The body is not JSON')
  }
}
