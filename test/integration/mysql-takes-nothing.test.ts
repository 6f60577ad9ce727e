import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { type MariaDBServer, startMariaDB } from '../../testing/index.js'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `export const Tally = defineEntity('tallies', { id: id(), n: int().default(0) })`
const insert = (id: number) => event(['insert', 'Tally', '@id', 'n'], id, 0)

let server: MariaDBServer
let admin: Connection
let rig: ConsumerRig
let plain: { readonly user: string; readonly password: string }

beforeAll(async () => {
  server = await startMariaDB()
})

afterAll(() => server.close())

beforeEach(async () => {
  admin = await createConnection(server.url)
  rig = await ConsumerRig.create('takes_nothing', SCHEMA, Date.now, { mysqlUrl: server.url })
  plain = { user: `plain_${rig.world.database.slice(-8)}`, password: 'secret' }
  for (const host of ['%', 'localhost']) {
    await admin.query(`CREATE USER '${plain.user}'@'${host}' IDENTIFIED BY '${plain.password}'`)
    await admin.query(`GRANT ALL ON \`${rig.world.database}\`.* TO '${plain.user}'@'${host}'`)
  }
})

afterEach(async () => {
  await rig[Symbol.asyncDispose]()
  await admin.end()
})

/** Resolves when the consumer says that it waits for MySQL. */
const waits = (consumer: BackgroundConsumer) =>
  new Promise<void>((resolve) => consumer.on('alert', ({ kind }) => kind === 'mysqlAway' && resolve()))

async function expectAllApplied(consumer: BackgroundConsumer, count: number): Promise<void> {
  await consumer.drain({ timeoutMs: 20_000 })
  expect(await rig.world.query('SELECT id FROM tallies')).toHaveLength(count)
  expect(await rig.world.query('SELECT id FROM orm_lazy_dead_letter')).toEqual([])
}

test('a server that turns read-only holds the stream up, and no unit is dead', async () => {
  await using consumer = rig.consumerAs(plain)
  const said = waits(consumer)
  const running = consumer.run()
  await rig.queue([insert(1)])
  await consumer.drain({ timeoutMs: 20_000 })
  await admin.query('SET GLOBAL read_only = 1')
  try {
    for (let id = 2; id <= 5; id++) await rig.queue([insert(id)])
    await said
  } finally {
    await admin.query('SET GLOBAL read_only = 0')
  }
  await expectAllApplied(consumer, 5)
  await consumer.close()
  await running
})

test('a server without a free connection holds the stream up, and no unit is dead', async () => {
  await admin.query('SET GLOBAL max_connections = 10')
  const others: Connection[] = []
  try {
    for (;;) others.push(await createConnection({ uri: rig.world.mysqlUrl, ...plain }))
  } catch (error) {
    expect(error).toMatchObject({ errno: 1040 })
  }
  await using consumer = rig.consumerAs(plain)
  const said = waits(consumer)
  await rig.queue([insert(1)], [insert(2)])
  const running = consumer.run()
  await said
  await Promise.all(others.map((other) => other.end()))
  await admin.query('SET GLOBAL max_connections = 151')
  await expectAllApplied(consumer, 2)
  await consumer.close()
  await running
})
