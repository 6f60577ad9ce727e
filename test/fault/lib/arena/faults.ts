import { setTimeout } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import type { Aftermath, Arena } from './arena.js'
import { hurtConnection, type Side } from './connection-faults.js'

/** One kind of harm, done once a call; resolves when it is done and recovery may begin. */
export type Fault = (arena: Arena) => Promise<Aftermath | void>

const killConsumer: Fault = async (arena) => {
  await arena.holder.kill()
  const successor = arena.startConsumer()
  return () => successor
}

/** Longer than the lease: a successor takes over, then the stopped one wakes up with units in its hands. */
const stopConsumer: Fault = async (arena) => {
  const victim = arena.holder
  victim.stop()
  const overdue = setTimeout(arena.leaseMs * arena.random.between(1, 2))
  return async () => {
    await overdue
    victim.continue()
  }
}

/** Gives the stream back: nothing that it took may be delivered again. */
const terminateConsumer: Fault = async (arena) => {
  const victim = arena.holder
  const successor = arena.startConsumer()
  victim.terminate()
  const { code } = await victim.exited
  if (code !== 0) arena.find({ kind: 'unexpected', row: 'consumer', detail: `ended with ${code} after SIGTERM` })
  return () => successor
}

/** Of those whose chains tell what may have been queued; another takes its place. */
const killProducer: Fault = (arena) => arena.killProducer(arena.random.pick(arena.producersOf('chains')))

const killRedis: Fault = async ({ servers }) => {
  await servers.redis.kill()
  await servers.redis.restart()
}

const killMysql: Fault = async ({ servers }) => {
  await servers.mysql.kill()
  await servers.mysql.restart()
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

/** Among faults of other kinds; a storm of these has a case of its own. */
function hurtOnce(side: Side): Fault {
  return async (arena) => {
    await hurtConnection(arena, side, 400)
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
  'connection fault, consumer to Redis': hurtOnce('consumerRedis'),
  'connection fault, consumer to MySQL': hurtOnce('consumerMysql'),
  'connection fault, producer to Redis': hurtOnce('producerRedis'),
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS
