import type { Redis } from 'ioredis'

const OVER = ['ready', 'close', 'end'] as const

/**
 * ioredis limits the time until a connection stands, not the time of what is said before it takes commands: one that
 * falls silent in between would be waited for without end. Its socket is destroyed, and the client connects anew.
 */
export function limitHandshake(client: Redis, timeoutMs: number): void {
  let timer: NodeJS.Timeout | undefined
  client.on('connect', () => {
    const socket = client.stream
    clearTimeout(timer)
    timer = setTimeout(() => socket.destroy(), timeoutMs)
  })
  for (const event of OVER) client.on(event, () => clearTimeout(timer))
}
