export { drain } from './drain.js'
export {
  type FlushDifference,
  NotFlushedError,
  SERVERS_EXIT_CODE,
  ServerNotFoundError,
  ServerStartError,
  ServerUnreachableError,
} from './errors.js'
export { type ExpectFlushedOptions, expectFlushed, type FlushableEntity } from './expect-flushed.js'
export type { ServerOrigin } from './ladder/program.js'
export type { PrivateServer } from './server/control.js'
export { type MariaDBServer, startMariaDB } from './server/mariadb.js'
export type { MariaDBOptions, RedisOptions, ServerOptions, TlsFiles } from './server/options.js'
export { type RedisServer, startRedis } from './server/redis.js'
export { type Servers, type StartServersOptions, startServers } from './start-servers.js'
