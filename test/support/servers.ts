export interface TestServers {
  readonly redisUrl: string
  readonly mysqlUrl: string
}

/** The servers that `REDIS_URL` and `MYSQL_URL` name. */
export async function servers(): Promise<TestServers> {
  const { REDIS_URL: redisUrl, MYSQL_URL: mysqlUrl } = process.env
  if (redisUrl === undefined || mysqlUrl === undefined) throw new Error('set REDIS_URL and MYSQL_URL')
  return { redisUrl, mysqlUrl }
}
