import { createEngine, type Engine, useEngine } from 'orm-gen'
import { drain, expectFlushed } from 'orm-gen/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countLogin, signUp } from './accounts.js'
import { entities, UserEntity } from './generated/index.js'

let engine: Engine

beforeAll(async () => {
  engine = await createEngine('orm.yaml', { entities })
  useEngine(engine)
})

afterAll(() => engine.close())

test('a sign-up is queued under an id and reaches MySQL with the next drain', async () => {
  const user = await signUp(' Tom@Example.com ')
  expect(await UserEntity.loadById(user.id)).toBeNull()
  await drain(engine)
  await expectFlushed(user)
})

test('logins add up', async () => {
  const user = await signUp('ada@example.com')
  await Promise.all([countLogin(user), countLogin(user)])
  await drain(engine)
  expect((await UserEntity.loadById(user.id))?.logins).toBe(2)
})

test('an address that is taken becomes a dead letter, and harms nobody else', async () => {
  await signUp('eve@example.com')
  const second = await signUp('eve@example.com')
  await drain(engine)
  expect(await UserEntity.loadById(second.id)).toBeNull()
  expect(await engine.deadLetters().groups()).toMatchObject([{ entity: 'User', errorName: 'ER_DUP_ENTRY', letters: 1 }])
})
