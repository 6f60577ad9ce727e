import type { Cluster, Redis } from 'ioredis'

/**
 * What the stream uses of an ioredis client, a single server's or a Cluster's alike. Written out by hand: the union of
 * ioredis's own two types, with some hundred overloads each, costs the compiler half a minute.
 */
export interface RedisClient {
  readonly status: string
  connect(): Promise<void>
  disconnect(): void
  on(event: string, listener: (error: Error) => void): this
  off(event: string, listener: (error: Error) => void): this
  select(database: number): Promise<unknown>
  time(): Promise<readonly (string | number)[]>
  eval(script: string, keys: number, ...keysAndArguments: readonly (string | number)[]): Promise<unknown>
  xadd(stream: string, id: '*', field: string, value: string): Promise<string | null>
  /** All in one write, to the node of their first key. */
  pipeline(commands: readonly (readonly (string | number)[])[]): {
    exec(): Promise<readonly (readonly [error: Error | null, answer: unknown])[] | null>
  }
  xlen(stream: string): Promise<number>
  xrange(stream: string, start: string, end: string, option: 'COUNT', count: number): Promise<RedisEntry[]>
  xrevrange(stream: string, end: string, start: string, option: 'COUNT', count: number): Promise<RedisEntry[]>
  xinfo(what: 'STREAM' | 'GROUPS', stream: string): Promise<unknown>
  xinfo(what: 'CONSUMERS', stream: string, group: string): Promise<unknown>
  xgroup(command: 'CREATE', stream: string, group: string, id: string, option: 'MKSTREAM'): Promise<unknown>
  xreadgroup(...words: readonly (string | number)[]): Promise<unknown>
  xpending(stream: string, group: string, start: string, end: string, count: number): Promise<unknown>
  xautoclaim(...words: readonly (string | number)[]): Promise<unknown>
}

export type RedisEntry = [id: string, fields: string[]]

/** The client itself, or what a Cluster holds for each of its nodes. */
export function nodesOf(client: RedisClient, role: 'all' | 'master'): readonly Redis[] {
  return isCluster(client) ? client.nodes(role) : [client as unknown as Redis]
}

function isCluster(client: object): client is Cluster {
  return 'nodes' in client
}
