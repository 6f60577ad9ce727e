import { inject } from 'vitest'

export interface TestServers {
  readonly redisUrl: string
  readonly mysqlUrl: string
}

/** The run's Redis and MariaDB: shared by all files, so keep to a world of your own on them. */
export async function servers(): Promise<TestServers> {
  return { redisUrl: inject('redisUrl'), mysqlUrl: inject('mysqlUrl') }
}
