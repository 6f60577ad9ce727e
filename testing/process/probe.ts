import { connect, type Socket } from 'node:net'

/** Where a server listens: TCP, or a socket path. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string }

/** Resolves when a Redis answers and has loaded its data; wanting a password or TLS counts as an answer. */
export function probeRedis(address: Address, timeoutMs: number): Promise<void> {
  return converse(address, timeoutMs, 'PING\r\n', (reply) => /^\+PONG|^-NOAUTH|^-NOPERM/.test(reply.toString('latin1')))
}

/** Resolves when a MySQL or MariaDB greets: the first packet is the handshake of protocol 10, not an error. */
export function probeMySQL(address: Address, timeoutMs: number): Promise<void> {
  return converse(address, timeoutMs, '', (reply) => reply[4] === 10)
}

function converse(address: Address, timeoutMs: number, question: string, isReady: (reply: Buffer) => boolean) {
  return new Promise<void>((resolve, reject) => {
    const socket: Socket = connect(address)
    const finish = (error?: Error) => {
      socket.destroy()
      if (error === undefined) resolve()
      else reject(error)
    }
    socket.setTimeout(timeoutMs, () => finish(new Error(`no answer within ${timeoutMs} ms`)))
    socket.once('error', finish)
    socket.once('connect', () => socket.write(question))
    socket.once('data', (reply: Buffer) =>
      finish(isReady(reply) ? undefined : new Error(`not ready: ${reply.toString('latin1').slice(0, 80)}`)),
    )
    socket.once('close', () => finish(new Error('closed without an answer')))
  })
}
