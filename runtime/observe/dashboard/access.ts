import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { Refusal } from './refusal.js'

/** A page of another site cannot set it without asking first, and is never allowed to. */
const OWN_HEADER = 'x-orm-gen'

/**
 * Refuses a request under an unexpected name: another site's name may be made to resolve to this machine, and its page
 * would then count as ours. An address of digits cannot be turned so.
 */
export function assertHost({ headers }: IncomingMessage, hosts: readonly string[]): void {
  const name = (headers.host ?? '').toLowerCase().replace(/:\d+$/, '')
  const isAddress = isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
  if (isAddress || name === 'localhost' || hosts.some((host) => host.toLowerCase() === name)) return
  throw new Refusal(421, 'The dashboard is not known under this name', 'Add it to the option hosts of createDashboard.')
}

/** The comparison takes as long for a token that is nearly right as for any other. */
export function assertToken({ headers }: IncomingMessage, token: string): void {
  const [, given = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? []
  if (timingSafeEqual(digest(given), digest(token))) return
  throw new Refusal(401, 'The token is missing or wrong', 'Open the address that the dashboard printed at its start.')
}

export function assertOwnPage({ headers }: IncomingMessage): void {
  if (headers[OWN_HEADER] === undefined) throw new Refusal(403, `The header ${OWN_HEADER} is missing`)
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) throw new Refusal(415, 'The body must be JSON')
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
