import { RedisCluster } from '../../support/redis-cluster.js'
import type { RunReport } from '../lib/arena/arena.js'
import { LaneArena } from '../lib/lanes/lane-arena.js'
import { LANES, streamOf } from '../lib/lanes/lanes.js'
import type { CaseContext, FaultCase } from './fault-case.js'

/** Streams spread over a Redis Cluster: slots move and primaries die while all of them are under load. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  const [{ mysqlUrl, namespace }, cluster] = await Promise.all([
    servers.freshAddress(),
    RedisCluster.start({ replicas: 1 }),
  ])
  try {
    await using arena = await LaneArena.open({
      mysqlUrl,
      redis: { cluster: { nodes: cluster.nodes, namespace } },
      seed,
      mutant,
      // What was promised is on the replica that takes over: then nothing may be missing.
      producer: { durability: 'replica', replicas: 1 },
    })
    await arena.strike('two processes come', () => Promise.all([arena.startConsumer(), arena.startConsumer()]))
    for (let strike = 0; strike < strikes; strike++) {
      await arena.pause()
      const key = `${namespace}:${streamOf(arena.random.pick(LANES))}`
      if ((seed + strike) % 2 === 0) await arena.strike('a slot moves', () => cluster.moveSlot(key))
      else await arena.strike('kill -9 of a primary', () => cluster.failOver(key))
    }
    return await arena.judge()
  } finally {
    await cluster[Symbol.asyncDispose]()
  }
}

export const cluster: FaultCase = {
  name: 'cluster',
  row: 17,
  title: 'a Redis Cluster whose slots move and whose primaries die',
  run,
}
