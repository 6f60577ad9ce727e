import type { ConnectionOptions, SslOptions } from 'mysql2'
import type { MysqlPoolConfig, TlsConfig } from '../config/engine-config.js'

/**
 * Nothing may change on the way: integers and decimals beyond a double arrive as text, dates as MySQL writes them in
 * UTC, JSON as its text. Multiple statements stay off: an event carries values, never SQL.
 */
export function connectionOptions(config: MysqlPoolConfig, connectMs: number): ConnectionOptions {
  const address =
    config.endpoint.kind === 'socket'
      ? { socketPath: config.endpoint.path }
      : { host: config.endpoint.host, port: config.endpoint.port }
  return {
    ...address,
    user: config.user,
    database: config.database,
    ...(config.password === undefined ? {} : { password: config.password }),
    ...(config.tls === undefined ? {} : { ssl: sslOptions(config.tls) }),
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    decimalNumbers: false,
    multipleStatements: false,
    connectTimeout: connectMs,
    enableKeepAlive: true,
    maxPreparedStatements: 200,
  }
}

function sslOptions(tls: TlsConfig): SslOptions {
  return {
    rejectUnauthorized: tls.verify,
    verifyIdentity: tls.verify,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
  }
}
