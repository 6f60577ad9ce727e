import type { TestProject } from 'vitest/node'
import { startServers } from '../../testing/index.js'

declare module 'vitest' {
  export interface ProvidedContext {
    redisUrl: string
    mysqlUrl: string
  }
}

/** One Redis and one MariaDB for the whole run; files share them, each in a world of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startServers()
  project.provide('redisUrl', servers.redisUrl)
  project.provide('mysqlUrl', servers.mysqlUrl)
  return () => servers.close()
}
