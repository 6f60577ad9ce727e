import { createEngine, defineTable, Entity } from 'orm-gen'
import { expect, test } from 'vitest'
import { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { createWorld } from '../support/world.js'
import { TeamEntity } from './generated/index.js'
import type { TeamInput, TeamTypes } from './generated/team.js'
import { FaultProxy } from './lib/proxy/proxy.js'
import { until } from './lib/until.js'
import { createFaultTables } from './lib/world/tables.js'

const remote = defineTable({ ...TeamEntity.table.definition, entity: 'RemoteTeam', pool: 'remote' })

/** The same table on another MySQL server. */
class RemoteTeamEntity extends Entity<TeamTypes> {
  static override readonly table = remote

  constructor(input: TeamInput) {
    super(remote, input)
  }
}

test('a MySQL server that is away stops its own stream alone', async () => {
  await using here = await createWorld('here')
  await using there = await createWorld('there')
  await using link = await FaultProxy.start('mysql', there.mysqlUrl)
  await Promise.all([here, there].map(({ mysqlUrl }) => createFaultTables(mysqlUrl)))
  const config = {
    default: { mysql: here.mysqlUrl, redis: { address: here.redisUrl, namespace: here.namespace } },
    remote: { mysql: link.url },
  }
  await using engine = await createEngine(config, { entities: [TeamEntity, RemoteTeamEntity], logger: SILENT })
  await using consumer = new BackgroundConsumer(engine, { leaseMs: 1_000 })
  const stop = new AbortController()
  const running = consumer.run({ signal: stop.signal })
  const teams = async (world: typeof here) => (await world.query('SELECT id FROM fault_teams')).length

  await engine.flushLazy([new TeamEntity({ name: 'here' }), new RemoteTeamEntity({ name: 'there' })])
  await until('both are applied', 10_000, async () => (await teams(here)) === 1 && (await teams(there)) === 1)

  link.down()
  const receipt = await engine.flushLazy(new TeamEntity({ name: 'here again' }))
  await engine.flushLazy(new RemoteTeamEntity({ name: 'waits' }))
  await receipt.applied({ timeoutMs: 3_000 })
  expect(await teams(there)).toBe(1)

  link.up()
  await until('what waited is applied', 10_000, async () => (await teams(there)) === 2)
  stop.abort()
  await running
  expect(await there.query('SELECT id FROM orm_lazy_dead_letter')).toEqual([])
})

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }
