import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { FaultWorld } from '../lib/world/fault-world.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 3, accounts: 3, sharedEntries: [], depth: 1 } as const

/** The first loses nothing: what is in the stream is handed out again. */
const LOSSES: readonly (readonly [name: string, strike: (world: FaultWorld) => Promise<unknown>])[] = [
  ['XGROUP DESTROY', ({ redis, stream }) => redis.xgroup('DESTROY', stream, 'orm-async-consumer')],
  ['DEL of the stream', ({ redis, stream }) => redis.del(stream)],
  ['FLUSHALL', ({ redis }) => redis.flushall()],
]

/** The stream or its group disappears under load: it heals by itself, the loss is told, nothing else goes wrong. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  const consumer = await arena.startConsumer()
  await arena.startProducer(CHAINS, { stepsPerSecond: 60 })
  await arena.expect('all rows are there', 60_000, async () => {
    const [row] = await arena.world.query<{ n: string }>(
      'SELECT (SELECT COUNT(*) FROM fault_entries) + (SELECT COUNT(*) FROM fault_accounts) AS n',
    )
    return Number(row?.n) === CHAINS.entries + CHAINS.accounts
  })
  const told = () => consumer.messages.filter(({ kind }) => kind === 'lost').length
  for (let strike = 0; strike < strikes; strike++) {
    const [name, act] = LOSSES[strike % LOSSES.length]!
    const before = told()
    await arena.strike(name, async () => {
      await act(arena.world)
    })
    await arena.expect('the loss is told', 60_000, () => told() > before)
  }
  const report = await arena.judge()
  if (strikes === 1) return report
  return { ...report, findings: report.findings.filter(({ kind }) => kind !== 'lost') }
}

export const lostStream: FaultCase = {
  name: 'lost-stream',
  row: 12,
  title: 'the group is destroyed, the stream deleted, everything flushed',
  run,
}
