import { setTimeout } from 'node:timers/promises'
import { Arena, type RunReport } from '../lib/arena/arena.js'
import { COMMANDS } from '../lib/arena/connection-faults.js'
import type { InjectedFault } from '../lib/proxy/rule.js'
import type { FaultWorld } from '../lib/world/fault-world.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 4, accounts: 4, sharedEntries: [], depth: 4 } as const
const STEPS = [
  ...COMMANDS.consumerMysql.map((command) => ({ side: 'consumerMysql' as const, command })),
  ...COMMANDS.consumerRedis.map((command) => ({ side: 'consumerRedis' as const, command })),
].flatMap((step) => [
  { ...step, moment: 'holdBefore' as const },
  { ...step, moment: 'holdAfter' as const },
])

/** A step of every day comes in this time; the others come with a takeover. */
const STEP_MS = 500
const TAKEOVER_MS = 3_000

/**
 * kill -9 exactly when a request leaves a consumer, or when its answer is on its way back. Steps that only a takeover
 * knows are awaited in one, so that the successor dies of it.
 */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  await arena.startProducer(CHAINS, { stepsPerSecond: 100 })
  await arena.startConsumer()
  for (let strike = 0; strike < strikes; strike++) {
    const step = STEPS[(seed + strike) % STEPS.length]!
    const rule = arena.world[step.side].inject({
      command: step.command,
      action: { kind: step.moment, run: () => killAll(arena) },
    })
    await cameWithin(rule, STEP_MS)
    if (rule.struck === 0) {
      await killAll(arena)
      arena.count('kill -9 of a consumer')
      const successor = arena.startConsumer()
      await cameWithin(rule, TAKEOVER_MS)
      await successor
    }
    rule.remove()
    if (rule.struck === 0) continue
    await arena.strike(`kill -9 ${step.moment === 'holdBefore' ? 'before' : 'after'} ${step.command}`, async () => {
      await killAll(arena)
      const successor = arena.startConsumer()
      return () => successor
    })
    await arena.expect('what was taken over is settled', 60_000, () => isTakenOver(arena.world))
  }
  return await arena.judge()
}

/**
 * A unit in whose hands the process has died again and again is buried, as it should be, which would look like a loss:
 * so no unit may be struck by one kill after the other.
 */
async function isTakenOver({ redis, stream }: FaultWorld): Promise<boolean> {
  const [oldest] = (await redis.xpending(stream, 'orm-async-consumer', '-', '+', 1)) as [PendingEntry?]
  return oldest === undefined || oldest[3] === 1
}

type PendingEntry = readonly [id: string, consumer: string, idleMs: number, deliveries: number]

async function killAll(arena: Arena): Promise<void> {
  await Promise.all(arena.consumers.map((child) => child.kill()))
}

async function cameWithin(rule: InjectedFault, timeoutMs: number): Promise<void> {
  if (rule.struck === 0) await Promise.race([rule.strike, setTimeout(timeoutMs)])
}

export const killAtStep: FaultCase = {
  name: 'consumer-kill-at-step',
  row: 1,
  title: 'kill -9 of the consumer before and after each of its requests',
  run,
}
