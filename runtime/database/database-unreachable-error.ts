import { describeMysql } from '../config/describe-server.js'
import type { MysqlPoolConfig } from '../config/engine-config.js'
import { OrmError } from '../errors.js'

/** No usable connection to a MySQL pool: it is away, refuses the login, has no such database, or TLS fails. */
export class DatabaseUnreachableError extends OrmError {
  readonly code = 'ORM2503'
  readonly pool: string
  /** Without password: `localhost:3306/app`. */
  readonly address: string

  constructor(pool: MysqlPoolConfig, cause: Error) {
    const address = describeMysql(pool)
    const { code = '' } = cause as NodeJS.ErrnoException
    const reason = cause.message || code || 'unknown reason'
    super(`MySQL pool "${pool.pool}" at ${address} (${attempt(pool)}) cannot be used: ${reason}`, {
      remedy: remedy(pool, `${code} ${reason}`),
      cause,
    })
    this.pool = pool.pool
    this.address = address
  }
}

/** What was tried, in a few words. */
function attempt({ user, password, tls }: MysqlPoolConfig): string {
  return `${tls === undefined ? 'no TLS' : 'TLS'}, user ${user}, ${password === undefined ? 'no' : 'with a'} password`
}

function remedy({ user, database }: MysqlPoolConfig, reason: string): string {
  if (/ER_ACCESS_DENIED|ER_DBACCESS_DENIED/.test(reason)) {
    return `correct user and password, or: GRANT ALL ON \`${database}\`.* TO '${user}'@'%'`
  }
  if (/ER_BAD_DB/.test(reason)) return `create it: CREATE DATABASE \`${database}\` CHARACTER SET utf8mb4`
  if (/ER_CON_COUNT/.test(reason)) return 'raise max_connections, or lower the workers and connections of the pool'
  if (/ER_HOST_NOT_PRIVILEGED|ER_HOST_IS_BLOCKED/.test(reason))
    return 'allow this host to the user: CREATE USER ...@host'
  if (/HANDSHAKE_NO_SSL/.test(reason))
    return 'the server does not speak TLS; leave tls out, or set ssl_cert and ssl_key there'
  if (/ALTNAME|altnames/.test(reason)) return 'write the name that the certificate is for as the host'
  if (/SELF_SIGNED|UNABLE_TO|self.signed|certificate/i.test(reason)) {
    return 'name the authority that signed it: tls: { ca: ./ca.pem }'
  }
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) return 'the host name is not known; correct the address'
  if (/ENOENT/.test(reason)) return 'there is no socket at that path; correct it, or use host and port'
  return 'start it, or correct the address'
}
