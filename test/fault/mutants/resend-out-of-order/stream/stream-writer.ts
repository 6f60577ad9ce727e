/** An entry whose outcome is unknown is promised at once and sent again after those that follow it. */

import type { AppendOutcome } from '../../../../../runtime/ports.js'
import { RedisStreamWriter as Writer } from '../../../../../runtime/stream/stream-writer.js'

export * from '../../../../../runtime/stream/stream-writer.js'

export class RedisStreamWriter extends Writer {
  readonly #left: string[] = []

  override async append(payload: string, timeoutMs: number): Promise<AppendOutcome> {
    const outcome = await super.append(payload, timeoutMs)
    if (outcome.kind === 'unknown') {
      this.#left.push(payload)
      return { kind: 'stored', id: '0-0', backlog: undefined }
    }
    while (outcome.kind === 'stored' && this.#left.length > 0) {
      const again = await super.append(this.#left[0]!, timeoutMs)
      if (again.kind !== 'stored') break
      this.#left.shift()
    }
    return outcome
  }
}
