import { Arena, type RunReport } from '../lib/arena/arena.js'
import { COMMANDS } from '../lib/arena/faults.js'
import type { ConsumerChild } from '../lib/world/fault-world.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 4, accounts: 4, sharedEntries: [], depth: 4 } as const
const STEPS = [
  ...COMMANDS.consumerMysql.map((command) => ({ side: 'consumerMysql' as const, command })),
  ...COMMANDS.consumerRedis.map((command) => ({ side: 'consumerRedis' as const, command })),
].flatMap((step) => [
  { ...step, moment: 'holdBefore' as const },
  { ...step, moment: 'holdAfter' as const },
])

/** How long a step may not come: some are rare. */
const STEP_MS = 1_500

/** kill -9 exactly when a request leaves the consumer, or when its answer is on its way back. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant, consumer: { leaseMs: 800 } })
  let consumer = await arena.startConsumer()
  await arena.startProducer(CHAINS, { stepsPerSecond: 100 })
  for (let strike = 0; strike < strikes; strike++) {
    const step = STEPS[(seed + strike) % STEPS.length]!
    const killed = await killAt(arena, consumer, step)
    if (!killed) continue
    await arena.strike(`kill -9 ${step.moment === 'holdBefore' ? 'before' : 'after'} ${step.command}`, async () => {
      consumer = await arena.startConsumer()
    })
  }
  return await arena.judge()
}

async function killAt(arena: Arena, consumer: ConsumerChild, step: (typeof STEPS)[number]): Promise<boolean> {
  const rule = arena.world[step.side].inject({
    command: step.command,
    action: { kind: step.moment, run: () => consumer.kill() },
    at: arena.random.between(1, 4),
  })
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, STEP_MS).unref())
  await Promise.race([rule.strike, timeout])
  rule.remove()
  if (rule.struck === 0) return false
  await consumer.exited
  return true
}

export const killAtStep: FaultCase = {
  name: 'consumer-kill-at-step',
  row: 1,
  title: 'kill -9 of the consumer before and after each of its requests',
  run,
}
