import { nodesOf, type RedisClient } from './redis-client.js'

/** True while commands can be written. */
export function isReady(client: RedisClient): boolean {
  return client.status === 'ready'
}

/**
 * Waits at most `timeoutMs` until commands can be written. Resolves with what stood in the way: undefined when ready,
 * else the last error of connecting.
 */
export function whenReady(client: RedisClient, timeoutMs: number): Promise<Error | undefined> {
  if (isReady(client)) return Promise.resolve(undefined)
  if (client.status === 'wait') client.connect().catch(() => undefined)
  return new Promise((resolve) => {
    let last: Error | undefined
    const settle = (problem: Error | undefined) => {
      clearTimeout(timer)
      client.off('ready', onReady).off('error', onError).off('end', onEnd)
      resolve(problem)
    }
    const onReady = () => settle(undefined)
    const onError = (error: Error) => {
      last = error
    }
    const onEnd = () => settle(last ?? new Error('The connection was closed'))
    const timer = setTimeout(() => settle(last ?? new Error(`No connection within ${timeoutMs} ms`)), timeoutMs)
    client.on('ready', onReady).on('error', onError).on('end', onEnd)
  })
}

/** Closes at once: what has no answer yet rejects, and what lies unsent in the socket does not leave any more. */
export function destroyClient(client: RedisClient): void {
  const sockets = nodesOf(client, 'all').map((node) => node.stream)
  client.disconnect()
  for (const socket of sockets) socket?.destroy()
}
