import { randomBytes } from 'node:crypto'
import { WeakTokenError } from './weak-token-error.js'

export interface DashboardOptions {
  /** Whoever has it may look, and act where actions are allowed. A random one by default. */
  readonly token?: string
  /** `allow` lets dead letters be retried and discarded. */
  readonly actions?: 'refuse' | 'allow'
  /**
   * Names under which a browser may ask, beside localhost and addresses of digits: a name that is not expected may be
   * somebody else's that resolves to this machine.
   */
  readonly hosts?: readonly string[]
  /** Where the page is mounted, for servers that leave the path as it is: `/queue`. Express takes it off by itself. */
  readonly basePath?: string
}

export const DASHBOARD_DEFAULTS = {
  actions: 'refuse',
  hosts: [],
  basePath: '',
} as const satisfies DashboardOptions

const MIN_TOKEN_LENGTH = 16
const TOKEN_BYTES = 24

/** Throws WeakTokenError. */
export function dashboardOptions(given: DashboardOptions): Required<DashboardOptions> {
  const options = { ...DASHBOARD_DEFAULTS, token: randomBytes(TOKEN_BYTES).toString('base64url'), ...given }
  if (options.token.length < MIN_TOKEN_LENGTH) throw new WeakTokenError(MIN_TOKEN_LENGTH)
  return { ...options, basePath: options.basePath.replace(/\/+$/, '') }
}
