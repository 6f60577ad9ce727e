import { setTimeout } from 'node:timers/promises'
import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { CaseContext, FaultCase } from './fault-case.js'

/** Many changes of a row on their way at once, so that one which is sent again has others right behind it. */
const CHAINS = { kind: 'chains', entries: 3, accounts: 1, sharedEntries: [], depth: 8 } as const
const ACTIONS = ['cutBefore', 'cutAfter', 'blackHoleAfter', 'blackHole'] as const

/** The answer to an XADD is lost while more is being queued. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  await arena.startConsumer()
  await arena.startProducer(CHAINS, { stepsPerSecond: 400 })
  for (let strike = 0; strike < strikes; strike++) {
    const kind = ACTIONS[strike % ACTIONS.length]!
    const at = arena.random.between(1, 5)
    const rule = arena.world.producerRedis.inject({ command: 'XADD', action: { kind }, at })
    await arena.strike(`${kind} at XADD`, () => rule.strike)
    rule.remove()
    await setTimeout(200)
  }
  return await arena.judge()
}

export const xaddCuts: FaultCase = {
  name: 'xadd-cuts',
  row: 3,
  title: 'XADD cut before and after execution, and black-holed, with more on the way',
  run,
}
