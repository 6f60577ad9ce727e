import { createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `
  export const Late = defineEntity('lates', { id: id(), n: int() })
  export const Note = defineEntity('notes', { id: id(), n: int() })
`

let rig: ConsumerRig

beforeEach(async () => {
  rig = await ConsumerRig.create('behind', SCHEMA)
  await rig.world.query('RENAME TABLE lates TO elsewhere')
})

afterEach(() => rig[Symbol.asyncDispose]())

const late = (id: number) => event(['insert', 'Late', '@id', 'n'], id, 0)
const note = (id: number) => event(['insert', 'Note', '@id', 'n'], id, 0)
const raise = (id: number) => event(['update', 'Note', '@id', '+n'], id, 1)
const notes = async () =>
  (await rig.world.query<{ id: string }>('SELECT id FROM notes ORDER BY id')).map(({ id }) => id)
const migrate = () => rig.world.query('RENAME TABLE elsewhere TO lates')

/** What the consumer says of the schema, and a promise for the first of it. */
function listen(consumer: BackgroundConsumer): { readonly said: string[]; readonly alert: Promise<void> } {
  const said: string[] = []
  const alert = new Promise<void>((resolve) => {
    consumer.on('alert', ({ kind }) => {
      said.push(`alert ${kind}`)
      resolve()
    })
  })
  consumer.on('alertCleared', ({ kind }) => said.push(`cleared ${kind}`))
  return { said, alert }
}

/** Every entry of the stream is in the consumer's hands. */
async function handedOut(): Promise<void> {
  const { redis } = rig.world
  const pending = async () => Number((await redis.xpending(rig.stream, 'orm-async-consumer'))[0])
  await expect.poll(pending, { timeout: 10_000 }).toBe(await redis.xlen(rig.stream))
}

test('what comes behind a unit whose table is missing waits with it, and costs no attempt', async () => {
  await using consumer = rig.consumer({ workers: 4 })
  const { said, alert } = listen(consumer)
  const running = consumer.run()
  await rig.queue([late(1)])
  await alert
  for (let id = 1; id <= 20; id++) await rig.queue([note(id)])
  await handedOut()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await notes()).toEqual([])
  await migrate()
  await consumer.drain({ timeoutMs: 15_000 })
  expect(await notes()).toHaveLength(20)
  expect(said).toEqual(['alert schemaBehind', 'cleared schemaBehind'])
  expect(await rig.world.query('SELECT id FROM orm_lazy_dead_letter')).toEqual([])
  await consumer.close()
  await running
})

test('what was under way ends, and the alert stands on until the table is there', async () => {
  await rig.queue([note(1)])
  await rig.drain()
  const other = await createConnection(rig.world.mysqlUrl)
  await other.query('BEGIN')
  await other.query('SELECT id FROM notes WHERE id = 1 FOR UPDATE')

  await using consumer = rig.consumer({ workers: 4 })
  const { said, alert } = listen(consumer)
  const underWay = new Promise<void>((resolve) => consumer.on('applied', () => resolve()))
  const running = consumer.run()
  await rig.queue([raise(1)])
  await handedOut()
  await rig.queue([late(1)])
  await alert
  await rig.queue([note(2)])
  await handedOut()
  await other.query('ROLLBACK')
  await other.end()
  await underWay
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(said).toEqual(['alert schemaBehind'])
  expect(await notes()).toEqual(['1'])

  await migrate()
  await consumer.drain({ timeoutMs: 15_000 })
  expect(await notes()).toEqual(['1', '2'])
  expect(said).toEqual(['alert schemaBehind', 'cleared schemaBehind'])
  await consumer.close()
  await running
})
