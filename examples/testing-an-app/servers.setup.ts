import { execFileSync } from 'node:child_process'
import { startServers } from 'orm-gen/testing'

/** A real Redis and a real MariaDB for the run, and the tables; the workers inherit the addresses. */
export default async function setup(): Promise<() => Promise<void>> {
  const servers = await startServers()
  process.env.REDIS_URL = servers.redisUrl
  process.env.MYSQL_URL = servers.mysqlUrl
  execFileSync('npx', ['orm-gen', 'ddl', '--apply'], { stdio: 'inherit' })
  return () => servers.close()
}
