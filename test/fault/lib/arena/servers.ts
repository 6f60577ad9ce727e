import { createConnection } from 'mysql2/promise'
import {
  type MariaDBOptions,
  type PrivateServer,
  type RedisOptions,
  startMariaDB,
  startRedis,
} from '../../../../testing/index.js'
import type { EngineAddress } from '../world/engine-address.js'

/**
 * With `everysec` Redis answers before it writes while an fsync is under way, so that kill -9 takes with it what it has
 * promised meanwhile: rarely, and on a slow disk.
 */
const LOSES_NOTHING: RedisOptions = { appendFsync: 'always' }

/** A private Redis and a private MariaDB: to be killed, stopped and restored. */
export class FaultServers implements AsyncDisposable {
  readonly redis: PrivateServer
  readonly mysql: PrivateServer
  #worlds = 0

  static async start(options: { readonly redis?: RedisOptions; readonly mysql?: MariaDBOptions } = {}) {
    const [redis, mysql] = await Promise.all([
      startRedis({ ...LOSES_NOTHING, ...options.redis }),
      startMariaDB(options.mysql),
    ])
    return new FaultServers(redis, mysql)
  }

  private constructor(redis: PrivateServer, mysql: PrivateServer) {
    this.redis = redis
    this.mysql = mysql
  }

  /** An empty database and a namespace that no earlier run has used. */
  async freshAddress(): Promise<EngineAddress> {
    const name = `fault_${process.pid}_${++this.#worlds}`
    const connection = await createConnection(this.mysql.url)
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
    await connection.end()
    const mysqlUrl = new URL(this.mysql.url)
    mysqlUrl.pathname = `/${name}`
    return { redisUrl: this.redis.url, mysqlUrl: mysqlUrl.href, namespace: name }
  }

  async close(): Promise<void> {
    await Promise.all([this.redis.close(), this.mysql.close()])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
