import type { DrainStage } from '../drain/stage.js'
import { type BenchSetting, inFlight, measured, median, percentile, type ValueTurn } from '../harness.js'
import { drizzlePeer, kyselyPeer, mysql2Peer, typeormPeer } from './direct-peers.js'
import { CONCURRENCY, type OpenPeer, type Peer } from './peer.js'
import { addBulkPeer, addPeer, flusherPeer, flushLazyPeer } from './queueing-peers.js'

const PEERS: readonly Peer[] = [
  flushLazyPeer,
  flusherPeer,
  addPeer,
  addBulkPeer,
  mysql2Peer,
  kyselyPeer,
  drizzlePeer,
  typeormPeer,
]
const CALLS = 4_000
const DRAINED = 50_000
const JOBS = 4_000

export interface WriteResult {
  readonly name: string
  /** Rows a second, and of each call the milliseconds that its caller waits. */
  readonly rate: number
  readonly p50: number
  readonly p99: number
  /** Microseconds a row. */
  readonly node: number
}

export interface DrainResult {
  readonly name: string
  readonly rate: number
  /** Microseconds a row. */
  readonly node: number
}

/** What a request waits for: eleven callers at the same time, peer after peer, round after round. */
export async function measureWrites(
  stage: DrainStage,
  setting: BenchSetting,
  rounds: number,
): Promise<readonly WriteResult[]> {
  const opened = await Promise.all(PEERS.map(async (peer) => ({ peer, open: await peer.open(stage.world) })))
  const turns = new Map(PEERS.map((peer) => [peer, [] as WriteResult[]]))
  try {
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      for (const { peer, open } of opened) {
        await stage.clear('people')
        const result = await writeTurn(stage, peer, open, setting.scaled(CALLS))
        if (round > 0) turns.get(peer)!.push(result)
      }
    }
  } finally {
    await Promise.all(opened.map(({ open }) => open.close()))
    await stage.clear('people')
  }
  return PEERS.map((peer) => {
    const own = turns.get(peer)!
    const middle = (of: (result: WriteResult) => number) => median(own.map(of))
    return {
      name: peer.name,
      rate: middle(({ rate }) => rate),
      p50: middle(({ p50 }) => p50),
      p99: middle(({ p99 }) => p99),
      node: middle(({ node }) => node),
    }
  })
}

async function writeTurn(stage: DrainStage, peer: Peer, open: OpenPeer, calls: number): Promise<WriteResult> {
  const times: number[] = []
  const turn = await measured(calls * peer.rows, stage.world.pids, () =>
    inFlight(CONCURRENCY, calls, async (call) => {
      const started = performance.now()
      await open.write(call * peer.rows + 1)
      times.push(performance.now() - started)
    }),
  )
  return {
    name: peer.name,
    rate: turn.value,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    node: turn.cpu!.node,
  }
}

/** How soon what was queued is in MySQL. */
export async function measureDrains(
  stage: DrainStage,
  { scaled }: BenchSetting,
  rounds: number,
): Promise<readonly DrainResult[]> {
  const { mysqlUrl, redisUrl, pids } = stage.world
  const ours = async () => {
    await stage.warmUp()
    await stage.queuePeople(scaled(DRAINED))
    return stage.drain(scaled(DRAINED))
  }
  const jobs = async () => {
    await stage.clear('people')
    const input = { mysqlUrl, redisUrl, operation: 'insert', jobs: scaled(JOBS), pids } as const
    return stage.yardstick.call('jobQueue', input)
  }
  const byHand = async () => {
    await stage.clear('people')
    return stage.yardstick.call('bulkInsert', { mysqlUrl, rows: scaled(DRAINED), pids })
  }
  const ways: readonly (readonly [string, () => Promise<ValueTurn>])[] = [
    ['**orm-gen** BackgroundConsumer', ours],
    [`BullMQ Worker, concurrency ${CONCURRENCY}, a statement a job`, jobs],
    ['by hand: bulk statements of 500 rows, 4 connections, no queue', byHand],
  ]
  const turns = ways.map(() => [] as ValueTurn[])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, [, measure]] of ways.entries()) {
      const turn = await measure()
      if (round > 0) turns[index]!.push(turn)
    }
  }
  return ways.map(([name], index) => ({
    name,
    rate: median(turns[index]!.map(({ value }) => value)),
    node: median(turns[index]!.map(({ cpu }) => cpu!.node)),
  }))
}
