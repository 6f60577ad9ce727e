import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { type RedisServer, startRedis } from '../../testing/index.js'
import { locateServer } from '../../testing/ladder/locate.js'
import { freePort } from '../../testing/process/free-port.js'
import { probeRedis } from '../../testing/process/probe.js'
import { createRunDirectory } from '../../testing/process/run-directory.js'
import { type PrivateServer, startPrivateServer } from '../../testing/server/control.js'

export const MASTER = 'mymaster'
const SENTINELS = 3
const QUORUM = 2

/** A master with a replica, and three Sentinels that promote the replica soon after the master is gone. */
export class RedisSentinel implements AsyncDisposable {
  readonly master: RedisServer
  readonly replica: RedisServer
  readonly #sentinels: readonly PrivateServer[]

  private constructor(master: RedisServer, replica: RedisServer, sentinels: readonly PrivateServer[]) {
    this.master = master
    this.replica = replica
    this.#sentinels = sentinels
  }

  static async start(): Promise<RedisSentinel> {
    const quick = ['--repl-diskless-sync-delay', '0']
    const master = await startRedis({ extraArguments: quick })
    const replica = await startRedis({ extraArguments: [...quick, '--replicaof', '127.0.0.1', String(master.port)] })
    const sentinels = await Promise.all(Array.from({ length: SENTINELS }, () => startSentinel(master.port)))
    const all = new RedisSentinel(master, replica, sentinels)
    await all.#until('the replica follows', replica.url, async (redis) =>
      (await redis.info('replication')).includes('master_link_status:up'),
    )
    for (const sentinel of sentinels) {
      await all.#until('the Sentinels know each other and the replica', sentinel.url, async (redis) => {
        const facts = (await redis.call('SENTINEL', 'MASTER', MASTER)) as readonly string[]
        const fact = (name: string) => facts[facts.indexOf(name) + 1]
        return fact('num-other-sentinels') === String(SENTINELS - 1) && fact('num-slaves') === '1'
      })
    }
    return all
  }

  /** `127.0.0.1:port` of each Sentinel. */
  get nodes(): readonly string[] {
    return this.#sentinels.map(({ port }) => `127.0.0.1:${port}`)
  }

  /** Resolves when the replica takes writes. */
  async promoted(): Promise<void> {
    await this.#until('the replica is promoted', this.replica.url, async (redis) =>
      (await redis.info('replication')).includes('role:master'),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.master, this.replica, ...this.#sentinels].map((server) => server.close()))
  }

  async #until(what: string, url: string, isSo: (redis: Redis) => Promise<boolean>): Promise<void> {
    const redis = new Redis<'legacy'>(url)
    redis.on('error', () => undefined)
    try {
      for (let attempt = 0; attempt < 600; attempt++) {
        if (await isSo(redis).catch(() => false)) return
        await pause(50)
      }
    } finally {
      redis.disconnect()
    }
    throw new Error(`waited in vain: ${what}`)
  }
}

/** A Sentinel keeps what it learns in its configuration file, so it needs one of its own. */
async function startSentinel(masterPort: number): Promise<PrivateServer> {
  const program = await locateServer('redis', () => undefined)
  const [port, directory] = await Promise.all([freePort(), createRunDirectory()])
  const file = join(directory, 'sentinel.conf')
  const lines = [
    `port ${port}`,
    `bind ${program.bindAddress}`,
    `dir ${program.pathInside(directory)}`,
    'protected-mode no',
    `sentinel monitor ${MASTER} 127.0.0.1 ${masterPort} ${QUORUM}`,
    `sentinel down-after-milliseconds ${MASTER} 700`,
    `sentinel failover-timeout ${MASTER} 3000`,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return startPrivateServer({
    directory,
    origin: program.origin,
    url: `redis://127.0.0.1:${port}`,
    port,
    extraArguments: [],
    startTimeoutMs: 30_000,
    launch: () => program.launch({ directory, port, args: [program.pathInside(file), '--sentinel'] }),
    probe: () => probeRedis({ host: '127.0.0.1', port }, 1_000),
  })
}
