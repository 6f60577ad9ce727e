import { createConnection } from 'mysql2/promise'
import { openUnitStore } from '../../runtime/database/open-unit-store.js'
import { RedisStreamReader } from '../../runtime/stream/stream-reader.js'
import { streamReaderConformance } from '../conformance/stream-reader.js'
import { unitStoreConformance } from '../conformance/unit-store.js'
import { ConsumerRig } from '../support/consumer-rig.js'

const SCHEMA = `export const Tally = defineEntity('tallies', { id: id(), n: int().default(0), name: varchar(50) })`
const GROUP = 'orm-async-consumer'

streamReaderConformance('Redis through ioredis', async () => {
  const rig = await ConsumerRig.create('reader', SCHEMA)
  const { redis } = rig.world
  return {
    open: () =>
      new RedisStreamReader({
        redis: rig.config.redisPools.default!,
        stream: rig.stream,
        group: GROUP,
        connectMs: 2_000,
        answerMs: 2_000,
      }),
    append: async (payload) => (await redis.xadd(rig.stream, '*', 'e', payload))!,
    remove: async (id) => {
      await redis.xdel(rig.stream, id)
    },
    destroy: async () => {
      await redis.del(rig.stream)
    },
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  }
})

let owners = 0

unitStoreConformance('MySQL through mysql2', async () => {
  const rig = await ConsumerRig.create('store', SCHEMA)
  const tables = new Map(rig.tables.map((table) => [table.entity, table]))
  return {
    open: () =>
      openUnitStore({
        mysql: rig.config.mysqlPools.default!,
        part: rig.stream,
        owner: `owner ${++owners}`,
        tables,
        connectMs: 2_000,
        queryMs: 15_000,
        leaseMs: 10_000,
        workers: 4,
      }),
    tallies: () => rig.world.query('SELECT id, n FROM tallies ORDER BY id'),
    enterUnfinished: async (eventId) => {
      const connection = await createConnection({ uri: rig.world.mysqlUrl })
      await connection.query('BEGIN')
      await connection.query('SELECT epoch FROM orm_lazy_fence WHERE part = ? LOCK IN SHARE MODE', [rig.stream])
      const values = [rig.stream, eventId.replaceAll('-', '')]
      await connection.query('INSERT INTO orm_lazy_event (part, event_id, status) VALUES (?, UNHEX(?), 1)', values)
      const end = (statement: string) => async () => {
        await connection.query(statement)
        await connection.end()
      }
      return { commit: end('COMMIT'), rollback: end('ROLLBACK') }
    },
    lockRow: async (id) => {
      const connection = await createConnection({ uri: rig.world.mysqlUrl })
      await connection.query('BEGIN')
      await connection.query('SELECT id FROM tallies WHERE id = ? FOR UPDATE', [id])
      return {
        release: async () => {
          await connection.query('ROLLBACK')
          await connection.end()
        },
      }
    },
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  }
})
