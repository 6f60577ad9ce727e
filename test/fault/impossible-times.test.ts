import { expect, test } from 'vitest'
import { encodeUnit } from '../../runtime/event/encode-entry.js'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `export const Row = defineEntity('rows_', { id: id(), n: int().unsigned().default(0) })`
const insert = (id: number, n: number) => event(['insert', 'Row', '@id', 'n'], id, n)

test('an entry or a unit that claims an impossible time is kept as a dead letter and stops nothing', async () => {
  await using rig = await ConsumerRig.create('times', SCHEMA)
  await rig.queue([insert(1, 1)])
  const lateUnit = encodeUnit('ffffffff-ffff-7000-8000-000000000000', { events: [insert(2, -1)] })
  await rig.world.redis.xadd(rig.stream, '*', 'e', lateUnit)
  await rig.queue([insert(3, 1)])
  await rig.world.redis.xadd(rig.stream, '18446744073709551000-1', 'e', 'garbage')
  await rig.drain()
  expect(await rig.world.query('SELECT id FROM rows_ ORDER BY id')).toEqual([{ id: '1' }, { id: '3' }])
  expect(await rig.world.query('SELECT payload FROM orm_lazy_dead_letter ORDER BY id')).toEqual(
    expect.arrayContaining([{ payload: lateUnit }, { payload: 'garbage' }]),
  )
})
