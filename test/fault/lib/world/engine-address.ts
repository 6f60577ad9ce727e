/** Where an engine finds its servers; a proxy's address as well as a server's own. */
export interface EngineAddress {
  readonly redisUrl: string
  readonly mysqlUrl: string
  readonly namespace: string
}

export function engineConfig({ redisUrl, mysqlUrl, namespace }: EngineAddress) {
  return { default: { redis: { address: redisUrl, namespace }, mysql: mysqlUrl } }
}
