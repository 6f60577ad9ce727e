import type { RunReport } from '../lib/arena/arena.js'
import { LaneArena } from '../lib/lanes/lane-arena.js'
import type { CaseContext, FaultCase } from './fault-case.js'

/** One more than there are streams: one of them stands by. */
const MOST_CONSUMERS = 5

/** Processes come, end in order and are killed at random, while every stream is under load. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  const { redisUrl, mysqlUrl, namespace } = await servers.freshAddress()
  await using arena = await LaneArena.open({
    mysqlUrl,
    redis: { redis: { address: redisUrl, namespace } },
    seed,
    mutant,
  })
  await arena.strike('the first process comes', () => arena.startConsumer())
  for (let strike = 0; strike < strikes; strike++) {
    await arena.pause()
    const { consumers, random } = arena
    const kinds = consumers.length === 1 ? [join] : consumers.length < MOST_CONSUMERS ? [join, end, kill] : [end, kill]
    await random.pick(kinds)(arena)
  }
  return await arena.judge()
}

const join = (arena: LaneArena) => arena.strike('a process comes', () => arena.startConsumer())

const end = (arena: LaneArena) =>
  arena.strike('SIGTERM of a process', async () => {
    const leaving = arena.random.pick(arena.consumers)
    leaving.terminate()
    await leaving.exited
  })

const kill = (arena: LaneArena) => arena.strike('kill -9 of a process', () => arena.random.pick(arena.consumers).kill())

export const rebalance: FaultCase = {
  name: 'rebalance',
  row: 16,
  title: 'processes that share streams come, end and are killed at random',
  run,
}
