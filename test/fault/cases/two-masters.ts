import { setTimeout } from 'node:timers/promises'
import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { Finding } from '../lib/oracle/finding.js'
import type { ConsumerMessage } from '../lib/process/consumer-log.js'
import { FaultProxy } from '../lib/proxy/proxy.js'
import type { InjectedFault } from '../lib/proxy/rule.js'
import { until } from '../lib/until.js'
import type { ConsumerChild } from '../lib/world/fault-world.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 3, accounts: 3, sharedEntries: [], depth: 8 } as const
const CONSUMER = { leaseMs: 600, workers: 4, retentionMs: 300 }

/**
 * The holder's transaction is on its way when the holder is stopped; a successor takes over, works, and its ledger
 * forgets what was settled; then the transaction arrives, and only then does the stopped process wake up. The two change
 * places with each strike.
 */
async function stopInTransaction(arena: Arena): Promise<void> {
  while (arena.consumers.length < 2) await arena.startConsumer()
  let rule: InjectedFault | undefined
  const { holder, losses } = await new Promise<{ holder: ConsumerChild; losses: number }>((resolve) => {
    const run = async () => {
      const { holder } = arena
      const losses = timesHeard(holder, 'leaseLost')
      holder.stop()
      const stoppedAtMs = Date.now()
      const standby = arena.consumers.find((child) => child !== holder)!
      const tenures = timesHeard(standby, 'leaseAcquired')
      await arena.expect('the successor works', 30_000, () => timesHeard(standby, 'leaseAcquired') > tenures)
      await arena.expect('its ledger forgets', 30_000, async () => (await oldestInLedgerMs(arena)) > stoppedAtMs)
      resolve({ holder, losses })
    }
    const at = arena.random.between(1, 5)
    const command = 'INSERT INTO orm_lazy_event'
    rule = arena.world.consumerMysql.inject({ command, action: { kind: 'holdBefore', run }, at })
  })
  rule?.remove()
  await setTimeout(50)
  holder.continue()
  await arena.expect('the stopped one has learned it', 30_000, () => timesHeard(holder, 'leaseLost') > losses)
}

/** Event ids carry the time at which their units were queued. */
async function oldestInLedgerMs({ world }: Arena): Promise<number> {
  const [row] = await world.query<{ id: string | null }>('SELECT HEX(MIN(event_id)) AS id FROM orm_lazy_event')
  return row?.id ? Number.parseInt(row.id.slice(0, 12), 16) : 0
}

/** The holder's heartbeat disappears in a black hole, and the holder works on beside its successor as long as it is let. */
async function loseHeartbeat(arena: Arena): Promise<void> {
  await Promise.all(arena.consumers.map((child) => child.kill()))
  await using mysql = await FaultProxy.start('mysql', arena.world.address.mysqlUrl)
  const holder = await arena.startConsumer({
    address: { ...arena.world.address, mysqlUrl: mysql.url },
    queryMs: 60_000,
  })
  await until('the lease is taken', 10_000, () => timesHeard(holder, 'leaseAcquired') > 0)
  const standby = await arena.startConsumer()
  mysql.inject({ command: 'UPDATE orm_lazy_lease', action: { kind: 'blackHole' }, at: () => true })
  await until('the successor works', 20_000, () => timesHeard(standby, 'leaseAcquired') > 0)
  await arena.expect('the former holder has learned it', 30_000, () => timesHeard(holder, 'leaseLost') > 0)
  await holder.kill()
}

function timesHeard(child: ConsumerChild, kind: ConsumerMessage['kind']): number {
  return child.messages.filter((message) => message.kind === kind).length
}

function caseOf(
  name: string,
  title: string,
  act: (arena: Arena) => Promise<void>,
  findingsOf: (fenced: number, mutant: string | undefined) => readonly Finding[] = () => [],
): FaultCase {
  const run = async ({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> => {
    await using arena = await Arena.open({ servers, seed, mutant, consumer: CONSUMER })
    await arena.startProducer(CHAINS, { stepsPerSecond: 40 })
    let fenced = 0
    for (let strike = 0; strike < strikes; strike++) {
      arena.count(name)
      await act(arena)
      fenced += arena.everyConsumer.filter((child) => child.messages.some(wasFenced)).length
    }
    const report = await arena.judge()
    return { ...report, findings: [...report.findings, ...findingsOf(fenced, mutant)] }
  }
  return { name, row: 2, title, run }
}

function wasFenced(message: ConsumerMessage): boolean {
  return message.kind === 'leaseLost' && message.reason === 'fenced'
}

/** Without a heartbeat nothing else can have told the holder. A mutant is to be caught by what it does to the rows. */
function fenceMustRefuse(fenced: number, mutant: string | undefined): Finding[] {
  if (fenced > 0 || mutant !== undefined) return []
  return [{ kind: 'unexpected', row: 'fence', detail: 'it never refused, so nothing was shown' }]
}

export const stoppedInTransaction = caseOf(
  'stop-in-transaction',
  'SIGSTOP while a transaction is on its way, takeover, SIGCONT',
  stopInTransaction,
)
export const lostHeartbeat = caseOf(
  'lost-heartbeat',
  'the heartbeat is lost, the holder works on beside its successor',
  loseHeartbeat,
  fenceMustRefuse,
)
