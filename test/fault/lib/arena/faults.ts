import { setTimeout } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import type { FaultProxy } from '../proxy/proxy.js'
import type { FaultAction } from '../proxy/rule.js'
import { CONSUMER_DEFAULTS } from '../world/fault-world.js'
import type { Arena } from './arena.js'

/** One kind of harm, done once a call; resolves when it is over and the victim may recover. */
export type Fault = (arena: Arena) => Promise<void>

const killConsumer: Fault = async (arena) => {
  const victim = arena.random.pick(arena.consumers)
  await Promise.all([victim.kill(), arena.startConsumer()])
}

/** Longer than the lease: a successor takes over, then the stopped one wakes up with units in its hands. */
const stopConsumer: Fault = async (arena) => {
  const victim = arena.random.pick(arena.consumers)
  victim.stop()
  await setTimeout(CONSUMER_DEFAULTS.leaseMs * arena.random.between(2, 3))
  victim.continue()
}

const terminateConsumer: Fault = async (arena) => {
  const victim = arena.random.pick(arena.consumers)
  victim.terminate()
  await Promise.all([victim.exited, arena.startConsumer()])
}

/** Of those whose chains tell what may have been queued; another takes its place. */
const killProducer: Fault = async (arena) => {
  const victim = arena.random.pick(arena.producersOf('chains'))
  await arena.killProducer(victim)
}

const killRedis: Fault = async ({ servers }) => {
  await servers.redis.kill()
  await servers.redis.restart()
}

const killMysql: Fault = async ({ servers }) => {
  await servers.mysql.kill()
  await servers.mysql.restart()
}

/** What each kind of connection says, so that every command gets its share of cuts. */
export const COMMANDS = {
  consumerRedis: ['XREADGROUP', 'XAUTOCLAIM', 'XPENDING', 'EVAL', 'XGROUP', 'XINFO', 'XRANGE'],
  consumerMysql: [
    'INSERT INTO orm_lazy_event',
    'COMMIT',
    'ROLLBACK',
    'UPDATE orm_lazy',
    /^(INSERT|UPDATE|DELETE).*fault_/is,
  ],
  producerRedis: ['XADD', 'XLEN'],
  producerMysql: ['INSERT INTO orm_lazy_sequence', /orm_lazy_sequence/i],
} as const

const CONNECTION_ACTIONS: readonly FaultAction[] = [
  { kind: 'cutBefore' },
  { kind: 'cutAfter' },
  { kind: 'blackHole' },
  { kind: 'blackHoleAfter' },
  { kind: 'late', delayMs: 1_000 },
  { kind: 'delay', delayMs: 500 },
]

/** Hits one command within the next few; a command that nobody sends is given up soon. */
function hurtConnection(side: keyof typeof COMMANDS): Fault {
  return async (arena) => {
    const proxy: FaultProxy = arena.world[side]
    const fault = proxy.inject({
      command: arena.random.pick<string | RegExp>(COMMANDS[side]),
      action: arena.random.pick(CONNECTION_ACTIONS),
      at: arena.random.between(1, 3),
    })
    await Promise.race([fault.strike, setTimeout(400)])
    fault.remove()
  }
}

/** Another program locks rows that the consumer writes, in the reverse order, and holds them for a moment. */
const lockRows: Fault = async ({ world, random }) => {
  const other = await createConnection(world.address.mysqlUrl)
  try {
    await other.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
    await other.beginTransaction()
    for (const table of ['fault_accounts', 'fault_entries', 'fault_teams']) {
      const rows = await world.query<{ id: string }>(`SELECT id FROM ${table} ORDER BY id DESC LIMIT 4`)
      for (const { id } of rows) {
        await other.query(`SELECT id FROM ${table} WHERE id = ? FOR UPDATE`, [id])
        await setTimeout(random.between(0, 30))
      }
    }
  } catch (error) {
    const isVictim = [1205, 1213].includes((error as { errno?: number }).errno ?? 0)
    if (!isVictim) throw error
  } finally {
    other.destroy()
  }
}

/** By name, as reports and `--only` know them. */
export const FAULTS = {
  'kill -9 of a consumer': killConsumer,
  'SIGSTOP of a consumer beyond its lease': stopConsumer,
  'SIGTERM of a consumer': terminateConsumer,
  'kill -9 of a producer': killProducer,
  'kill -9 of Redis': killRedis,
  'kill -9 of MariaDB': killMysql,
  'rows locked in the reverse order': lockRows,
  'connection fault, consumer to Redis': hurtConnection('consumerRedis'),
  'connection fault, consumer to MySQL': hurtConnection('consumerMysql'),
  'connection fault, producer to Redis': hurtConnection('producerRedis'),
  'connection fault, producer to MySQL': hurtConnection('producerMysql'),
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS
