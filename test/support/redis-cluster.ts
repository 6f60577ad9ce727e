import { setTimeout as pause } from 'node:timers/promises'
import { Cluster, Redis } from 'ioredis'
import { type RedisServer, startRedis } from '../../testing/index.js'

const SLOTS = 16_384
const PRIMARIES = 3

type SlotRange = readonly [first: number, last: number, primary: readonly [host: string, port: number]]

/** A real Redis Cluster of three primaries, each with a replica where asked for. */
export class RedisCluster implements AsyncDisposable {
  readonly servers: readonly RedisServer[]

  private constructor(servers: readonly RedisServer[]) {
    this.servers = servers
  }

  static async start({ replicas = 0 }: { readonly replicas?: 0 | 1 } = {}): Promise<RedisCluster> {
    const timing = ['--cluster-node-timeout', '2000', '--repl-diskless-sync-delay', '0']
    const options = { extraArguments: ['--cluster-enabled', 'yes', ...timing] }
    const servers = await Promise.all(Array.from({ length: PRIMARIES * (1 + replicas) }, () => startRedis(options)))
    const cluster = new RedisCluster(servers)
    await cluster.#form()
    return cluster
  }

  /** `127.0.0.1:port` of every server. */
  get nodes(): readonly string[] {
    return this.servers.map(({ port }) => `127.0.0.1:${port}`)
  }

  connect(): Cluster {
    return new Cluster(this.servers.map(({ port }) => ({ host: '127.0.0.1', port })))
  }

  /** The server that holds the key's slot now. */
  async primaryOf(key: string): Promise<RedisServer> {
    return this.#ask(this.#running(), async (redis) => {
      const slot = await redis.cluster('KEYSLOT', key)
      const ranges = (await redis.cluster('SLOTS')) as unknown as SlotRange[]
      const [, , [, port]] = ranges.find(([from, to]) => from <= slot && slot <= to)!
      return this.servers.find((server) => server.port === port)!
    })
  }

  /** Moves the slot of a key, with what is in it, to another primary, as a resharding does. */
  async moveSlot(key: string): Promise<void> {
    const source = await this.primaryOf(key)
    const target = (await this.#primaries()).find((server) => server !== source)!
    const slot = await this.#ask(source, (redis) => redis.cluster('KEYSLOT', key))
    const [from, to] = await Promise.all([source, target].map((server) => this.#ask(server, (r) => r.cluster('MYID'))))
    await this.#ask(target, (redis) => redis.cluster('SETSLOT', slot, 'IMPORTING', from as string))
    await this.#ask(source, (redis) => redis.cluster('SETSLOT', slot, 'MIGRATING', to as string))
    await this.#ask(source, async (redis) => {
      const keys = (await redis.cluster('GETKEYSINSLOT', slot, 1_000)) as string[]
      if (keys.length > 0) await redis.migrate('127.0.0.1', target.port, '', 0, 5_000, 'KEYS', ...keys)
    })
    for (const server of [target, source]) {
      await this.#ask(server, (redis) => redis.cluster('SETSLOT', slot, 'NODE', to as string))
    }
  }

  /** Kills the primary that holds the key's slot with -9, waits until its replica has taken over, and brings it back. */
  async failOver(key: string): Promise<void> {
    const primary = await this.primaryOf(key)
    const replica = await this.#replicaOf(primary)
    await this.#until(
      [replica],
      (redis) => redis.info('replication'),
      (info) => info.includes('master_link_status:up'),
    )
    await primary.kill()
    await this.#until(
      [replica],
      (redis) => redis.info('replication'),
      (info) => info.includes('role:master'),
    )
    await primary.restart()
    await this.#until(
      [primary],
      (redis) => redis.info('replication'),
      (info) => info.includes('master_link_status:up'),
    )
  }

  async #replicaOf(primary: RedisServer): Promise<RedisServer> {
    const info = await this.#ask(primary, (redis) => redis.info('replication'))
    const port = Number(/slave0:.*port=(\d+)/.exec(info)?.[1])
    return this.servers.find((server) => server.port === port)!
  }

  async #primaries(): Promise<readonly RedisServer[]> {
    const ranges = (await this.#ask(this.#running(), (redis) => redis.cluster('SLOTS'))) as unknown as SlotRange[]
    const ports = new Set(ranges.map(([, , [, port]]) => port))
    return this.servers.filter(({ port }) => ports.has(port))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.servers.map((server) => server.close()))
  }

  async #form(): Promise<void> {
    const [first] = this.servers
    const ids = await Promise.all(this.servers.map((server) => this.#ask(server, (redis) => redis.cluster('MYID'))))
    const size = Math.ceil(SLOTS / PRIMARIES)
    await Promise.all(
      this.servers.map((server, index) =>
        this.#ask(server, async (redis) => {
          await redis.cluster('SET-CONFIG-EPOCH', index + 1)
          if (index < PRIMARIES) {
            await redis.cluster('ADDSLOTSRANGE', index * size, Math.min(SLOTS, (index + 1) * size) - 1)
          }
          if (server !== first) await redis.cluster('MEET', '127.0.0.1', first!.port)
        }),
      ),
    )
    await this.#until(
      this.servers,
      (redis) => redis.cluster('INFO'),
      (info) => info.includes('cluster_state:ok') && info.includes(`known_nodes:${ids.length}`),
    )
    for (const [index, server] of this.servers.entries()) {
      if (index < PRIMARIES) continue
      await this.#ask(server, (redis) => redis.cluster('REPLICATE', ids[index - PRIMARIES] as string))
    }
    await this.#until(
      this.servers.slice(PRIMARIES),
      (redis) => redis.info('replication'),
      (info) => info.includes('master_link_status:up'),
    )
  }

  async #until(
    servers: readonly RedisServer[],
    question: (redis: Redis) => Promise<unknown>,
    isSo: (info: string) => boolean,
  ): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const infos = await Promise.all(servers.map((server) => this.#ask(server, question)))
      if (infos.every((info) => isSo(String(info)))) return
      await pause(50)
    }
    throw new Error('the cluster did not form')
  }

  #running(): RedisServer {
    return this.servers.find(({ pid }) => pid !== undefined)!
  }

  async #ask<T>(server: RedisServer, question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(server.url)
    try {
      return await question(redis)
    } finally {
      redis.disconnect()
    }
  }
}
