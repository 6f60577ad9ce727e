import type { EngineConfig, StreamConfig } from '../../runtime/config/engine-config.js'
import { assertReachable } from '../../runtime/database/assert-reachable.js'
import { SqlPool } from '../../runtime/database/pool.js'
import type { OrmError } from '../../runtime/errors.js'
import type { Logger } from '../../runtime/ports.js'
import { connectRedis } from '../../runtime/stream/connect.js'

/**
 * Asks the servers of every stream once. Throws what the first of them said when no stream can be worked; while one can,
 * the others only wait, as they would when a server goes away later.
 */
export async function assertServers(
  config: EngineConfig,
  streams: readonly StreamConfig[],
  logger: Logger,
): Promise<void> {
  const results = await Promise.allSettled(streams.map((stream) => askServers(config, stream)))
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as OrmError] : []))
  if (failures.length > 0 && failures.length === streams.length) throw failures[0]
  for (const error of failures) logger.error({ err: error }, error.message)
}

async function askServers({ redisPools, mysqlPools, settings }: EngineConfig, stream: StreamConfig): Promise<void> {
  const { connectMs, queryMs } = settings.deadlines
  const client = await connectRedis(redisPools[stream.redisPool]!, 'observer', connectMs)
  client.disconnect()
  await using pool = new SqlPool(mysqlPools[stream.mysqlPool]!, { connectMs, queryMs, size: 1 })
  await assertReachable(pool)
}
