import type { ConfigNode } from './config-node.js'
import type { HostPort } from './engine-config.js'

/**
 * `host`, `host:port`, `:port` (this machine), `[::1]:port`. Gives undefined for anything else, and a problem at `node`
 * for a port that cannot be one.
 */
export function parseHostPort(text: string, defaultPort: number, node: ConfigNode): HostPort | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([\w.-]*))(?::(\d+))?$/i.exec(text)
  if (match === null || text === '') return node.fail(`"${text}" is not host:port`)
  const port = match[3] === undefined ? defaultPort : Number(match[3])
  if (port < 1 || port > 65_535) return node.fail(`port ${match[3]} is not between 1 and 65535`)
  return { host: match[1] ?? (match[2] || 'localhost'), port }
}

/** `host:port`, IPv6 in brackets: what people read and what `parseHostPort` takes. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
