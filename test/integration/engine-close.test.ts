import { expect, test } from 'vitest'
import { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { EngineRig } from '../support/engine-rig.js'

test('closing the engine ends a consumer made of it, which finishes what it has begun', async () => {
  await using rig = await EngineRig.create(
    'engine_close',
    "export const User = defineEntity('users', { id: id(), name: varchar(20) })",
  )
  const consumer = new BackgroundConsumer(rig.engine)
  const running = consumer.run()
  const receipt = await rig.engine.flushLazy(rig.make('User', { name: 'Tom' }))
  await receipt.applied({ timeoutMs: 10_000 })
  await rig.engine.close()
  await running
  expect(await rig.world.query('SELECT name FROM users')).toEqual([{ name: 'Tom' }])
})
