import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { EnqueueUnknownError } from '../../runtime/producer/enqueue-errors.js'
import type { EngineRig, LooseEntity } from '../support/engine-rig.js'
import { DoubtRig } from './lib/world/doubt-rig.js'

let doubt: DoubtRig
let rig: EngineRig

beforeAll(async () => {
  doubt = await DoubtRig.open('retry_in_doubt')
  rig = doubt.rig
})

beforeEach(async () => {
  await rig.world.redis.del(rig.stream)
})

afterAll(() => doubt[Symbol.asyncDispose]())

describe('the error of a unit in doubt', () => {
  /** Flushes so that the answer is lost, and brings Redis back. */
  async function failureOf(flush: () => Promise<unknown>): Promise<EnqueueUnknownError> {
    doubt.loseTheAnswer()
    const failure = await flush().catch((error: unknown) => error)
    doubt.proxy.up()
    expect(failure).toBeInstanceOf(EnqueueUnknownError)
    return failure as EnqueueUnknownError
  }

  async function storedUser(input: Readonly<Record<string, unknown>>): Promise<LooseEntity> {
    const user = rig.make('User', input)
    await rig.engine.flushLazy(user)
    await rig.drain()
    return user
  }

  test.each(['patchLazy', 'deleteLazyById'] as const)('sends what %s queued again under the same id', async (call) => {
    const user = await storedUser({ name: 'Pat' })
    const { User } = rig.classes
    const failure = await failureOf(() =>
      call === 'patchLazy'
        ? rig.engine.patchLazy(User!, user.get('id') as never, { name: 'Kim' } as never)
        : rig.engine.deleteLazyById(User!, user.get('id') as never),
    )
    const [receipt, same] = await Promise.all([failure.retry(), failure.retry()])
    expect(receipt.eventIds).toEqual(failure.eventIds)
    expect(same.eventIds).toEqual(failure.eventIds)
    expect((await failure.retry()).eventIds).toEqual(failure.eventIds)
    expect(await rig.entries()).toHaveLength(2)
    expect(await doubt.units()).toEqual([{ id: failure.eventIds[0], events: 1 }])
    await rig.drain()
    await receipt.applied()
    expect(await rig.world.query('SELECT name FROM users WHERE id = ?', [String(user.get('id'))])).toEqual(
      call === 'patchLazy' ? [{ name: 'Kim' }] : [],
    )
  })

  test('may be asked again as long as Redis stays away', async () => {
    const user = await storedUser({ name: 'Max' })
    const patch = () => rig.engine.patchLazy(rig.classes.User!, user.get('id') as never, { logins: 7 } as never)
    const failure = await failureOf(patch)
    doubt.proxy.down()
    const second = await failure.retry().catch((error: unknown) => error)
    expect(second).toMatchObject({ code: 'ORM2601', eventIds: failure.eventIds })
    doubt.proxy.up()
    expect((await (second as EnqueueUnknownError).retry()).eventIds).toEqual(failure.eventIds)
    expect((await failure.retry()).eventIds).toEqual(failure.eventIds)
    expect(await doubt.units()).toHaveLength(1)
  })

  test('of an entity settles it, and an amount that came later goes after it', async () => {
    const user = await storedUser({ name: 'Eva' })
    user.increment('logins')
    const failure = await failureOf(() => rig.engine.flushLazy(user))
    user.increment('logins')
    await failure.retry()
    const later = await rig.engine.flushLazy(user)
    expect(later.eventIds).toHaveLength(1)
    expect(await doubt.units()).toEqual([...failure.eventIds, ...later.eventIds].map((id) => ({ id, events: 1 })))
    await rig.drain()
    expect(await rig.world.query('SELECT logins FROM users WHERE id = ?', [String(user.get('id'))])).toEqual([
      { logins: 2 },
    ])
  })

  test('that a later flush of the entity shared sends the earlier one, and the later stays dirty', async () => {
    const user = await storedUser({ name: 'Ada' })
    user.set({ name: 'Eda' })
    let later: Promise<unknown> = Promise.resolve()
    const first = await failureOf(() => {
      const flush = rig.engine.flushLazy(user)
      user.set({ logins: 9 })
      later = rig.engine.flushLazy(user).catch((error: unknown) => error)
      return flush
    })
    const second = (await later) as EnqueueUnknownError
    await second.retry()
    expect((await doubt.units()).map(({ id }) => id)).toEqual(expect.arrayContaining([...first.eventIds]))
    await rig.engine.flushLazy(user)
    await rig.drain()
    expect(await rig.world.query('SELECT name, logins FROM users WHERE id = ?', [String(user.get('id'))])).toEqual([
      { name: 'Eda', logins: 9 },
    ])
  })
})
