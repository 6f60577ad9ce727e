import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planSingly } from '../../runtime/consumer/batch-plan.js'
import { EventIdSource } from '../../runtime/event/event-id.js'
import type { ChangeEvent, Unit } from '../../runtime/event/unit.js'
import type { DeadLetter, DeadLetterStore, Lease, UnitStore } from '../../runtime/ports.js'
import { event } from '../support/events.js'

export interface StoreEdges {
  readonly lease: Lease
  readonly store: UnitStore
  readonly deadLetters: DeadLetterStore
}

/** A database with the entity `Tally { id, n, name }` and its bookkeeping; edges of one stream. */
export interface StoreFixture extends AsyncDisposable {
  /** Edges of another process each time. */
  open(): StoreEdges
  /** Rows of `Tally`, by id. */
  tallies(): Promise<readonly { readonly id: string; readonly n: number }[]>
  /** Opens a transaction that has entered the unit into the ledger, as a process that is stopped leaves it. */
  enterUnfinished(eventId: string): Promise<{ commit(): Promise<void>; rollback(): Promise<void> }>
  /** Locks a row of `Tally`, so that whoever writes it waits in the middle of a transaction. */
  lockRow(id: number): Promise<{ release(): Promise<void> }>
}

const ids = new EventIdSource(Date.now)
const unitOf = (...events: ChangeEvent[]): Unit => ({ eventId: ids.next(), events })
const insert = (id: number) => event(['insert', 'Tally', '@id', 'n', 'name'], id, 0, 'x')
const increment = (id: number) => event(['update', 'Tally', '@id', '+n'], id, 1)
const planOf = (unit: Unit) => planSingly({ unit, entryId: '', sequence: 0 })
const requestOf = (...units: Unit[]) =>
  ({
    eventIds: units.map(({ eventId }) => eventId),
    status: 'applied',
    plan: units.flatMap(planOf),
    missingRows: 'fail',
  }) as const
const letterOf = (unit: Unit, keys: readonly string[] = []): DeadLetter => ({
  eventId: unit.eventId,
  entity: 'Tally',
  operation: 'insert',
  errorCode: '1062',
  errorName: 'ER_DUP_ENTRY',
  message: 'twice',
  statement: undefined,
  payload: '[]',
  attempts: 1,
  queuedAtMs: Date.now(),
  sensitive: [],
  keys,
})

/** What every implementation of the ports to the database must do together. */
export function unitStoreConformance(name: string, create: () => Promise<StoreFixture>): void {
  describe(`lease, ledger and dead letters: ${name}`, () => {
    let fixture: StoreFixture
    let edges: StoreEdges
    let epoch: number
    beforeEach(async () => {
      fixture = await create()
      edges = fixture.open()
      await edges.store.prepare()
      epoch = (await edges.lease.acquire(60_000))!
      await edges.lease.raiseFence(epoch)
    })
    afterEach(async () => {
      await edges.store.close()
      await fixture[Symbol.asyncDispose]()
    })

    test('a lease is held by one, and passes on when it is released', async () => {
      const other = fixture.open()
      expect(await other.lease.acquire(1_000)).toBeUndefined()
      expect(await edges.lease.renew(epoch, 60_000)).toBe(true)
      await edges.lease.release(epoch)
      const next = await other.lease.acquire(60_000)
      expect(next).toBeGreaterThan(epoch)
      expect(await edges.lease.renew(epoch, 60_000)).toBe(false)
      await edges.lease.release(epoch)
      expect(await other.lease.renew(next!, 60_000)).toBe(true)
      await other.store.close()
    })

    test('an earlier epoch is shut out of everything, and cannot raise the fence again', async () => {
      const unit = unitOf(insert(1))
      expect(await edges.lease.raiseFence(epoch + 1)).toBe(true)
      expect(await edges.lease.raiseFence(epoch)).toBe(false)
      const fenced = { kind: 'fenced' }
      expect(await edges.store.apply(epoch, requestOf(unit))).toEqual(fenced)
      expect(await edges.store.bury(epoch, letterOf(unit))).toEqual(fenced)
      const waiting = { kind: 'deadLetter', id: '1', eventId: unit.eventId } as const
      expect(await edges.deadLetters.apply(epoch, waiting, planOf(unit))).toEqual(fenced)
      expect(await edges.deadLetters.discard(epoch, waiting)).toEqual(fenced)
      expect(await edges.deadLetters.endChain(epoch, '1')).toEqual(fenced)
      expect(await fixture.tallies()).toEqual([])
    })

    test('the fence waits for a transaction of an earlier epoch that is open', async () => {
      const open = await fixture.enterUnfinished(ids.next())
      await expect(edges.lease.raiseFence(epoch + 1)).rejects.toMatchObject({ errno: 1205 })
      await open.rollback()
      expect(await edges.lease.raiseFence(epoch + 1)).toBe(true)
    })

    test('the fence waits for a transaction of the store that is under way', async () => {
      await edges.store.apply(epoch, requestOf(unitOf(insert(1))))
      const lock = await fixture.lockRow(1)
      const other = fixture.open()
      const applying = edges.store.apply(epoch, requestOf(unitOf(increment(1))))
      // The fence's row is locked as soon as the transaction has begun; before that, raising would succeed.
      await new Promise((resolve) => setTimeout(resolve, 300))
      await expect(other.lease.raiseFence(epoch + 1)).rejects.toMatchObject({ errno: 1205 })
      await lock.release()
      expect(await applying).toEqual({ kind: 'committed' })
      expect(await other.lease.raiseFence(epoch + 1)).toBe(true)
      await other.store.close()
    })

    test('a unit is applied once; together with others, all or none are', async () => {
      const [first, second] = [unitOf(insert(1)), unitOf(increment(1))]
      expect(await edges.store.apply(epoch, requestOf(first))).toEqual({ kind: 'committed' })
      expect(await edges.store.apply(epoch, requestOf(first, second))).toEqual({
        kind: 'alreadySettled',
        eventIds: new Set([first.eventId]),
      })
      expect(await edges.store.apply(epoch, requestOf(second))).toEqual({ kind: 'committed' })
      expect(await fixture.tallies()).toEqual([{ id: '1', n: 1 }])
    })

    test('a refusal leaves nothing behind and says where it was', async () => {
      const units = [unitOf(insert(1)), unitOf(insert(1))]
      const outcome = await edges.store.apply(epoch, requestOf(...units))
      expect(outcome).toMatchObject({
        kind: 'failed',
        error: { errno: 1062 },
        at: { entity: 'Tally', operation: 'insert' },
      })
      expect(await fixture.tallies()).toEqual([])
      expect(await edges.store.apply(epoch, requestOf(units[0]!))).toEqual({ kind: 'committed' })
    })

    test('a unit that an unfinished transaction has entered waits for how that one ends', async () => {
      const [kept, undone] = [unitOf(insert(1)), unitOf(insert(2))]
      const committing = await fixture.enterUnfinished(kept.eventId)
      const first = edges.store.apply(epoch, requestOf(kept))
      await committing.commit()
      expect(await first).toEqual({ kind: 'alreadySettled', eventIds: new Set([kept.eventId]) })
      const rollingBack = await fixture.enterUnfinished(undone.eventId)
      const second = edges.store.apply(epoch, requestOf(undone))
      await rollingBack.rollback()
      expect(await second).toEqual({ kind: 'committed' })
    })

    test('an update of a row that is gone fails or passes, as asked', async () => {
      const unit = unitOf(increment(7))
      expect(await edges.store.apply(epoch, requestOf(unit))).toMatchObject({
        kind: 'failed',
        error: { code: 'ORM2303' },
      })
      const accepting = { ...requestOf(unit), missingRows: 'accept' } as const
      expect(await edges.store.apply(epoch, accepting)).toEqual({ kind: 'committed' })
    })

    test('a dead letter closes its rows, is retried once, and its followers come in order', async () => {
      const key = 'ab'.repeat(16)
      const [dead, next] = [unitOf(insert(1)), unitOf(increment(1))]
      const { deadLetters, store } = edges
      expect(await deadLetters.hasChains()).toBe(false)
      await store.bury(epoch, letterOf(dead, [key]))
      expect(await store.bury(epoch, letterOf(dead, [key]))).toMatchObject({ kind: 'alreadySettled' })
      const chains = await deadLetters.findChains([key, 'cd'.repeat(16)])
      const [chainId] = chains.get(key)!
      expect(chains.size).toBe(1)
      await deadLetters.park(epoch, [{ eventId: next.eventId, payload: 'next', chainIds: [chainId!], keys: [key] }])
      const letter = { kind: 'deadLetter', id: chainId!, eventId: dead.eventId } as const
      expect(await deadLetters.apply(epoch, letter, planOf(dead))).toEqual({ kind: 'committed' })
      expect(await deadLetters.apply(epoch, letter, planOf(dead))).toMatchObject({ kind: 'alreadySettled' })
      expect(await deadLetters.nextTask()).toEqual({ kind: 'followers', id: chainId })
      await deadLetters.endChain(epoch, chainId!)
      expect(await deadLetters.hasChains()).toBe(true)
      const [follower] = await deadLetters.followers(chainId!, 10)
      expect(follower).toMatchObject({ eventId: next.eventId, payload: 'next' })
      await deadLetters.apply(epoch, { kind: 'parked', id: follower!.id, eventId: next.eventId }, planOf(next))
      await deadLetters.endChain(epoch, chainId!)
      expect(await deadLetters.hasChains()).toBe(false)
      expect(await deadLetters.nextTask()).toBeUndefined()
      expect(await fixture.tallies()).toEqual([{ id: '1', n: 1 }])
    })

    test('the floor only rises, and the ledger forgets only what is settled and lies behind it', async () => {
      const [applied, dead] = [unitOf(insert(1)), unitOf(insert(2))]
      await edges.store.apply(epoch, requestOf(applied))
      await edges.store.bury(epoch, letterOf(dead))
      const daysAgoMs = Date.now() - 5 * 24 * 60 * 60 * 1_000
      const early = await edges.lease.raiseFloor(epoch, { kind: 'unit', queuedAtMs: daysAgoMs }, 60_000)
      expect(Math.abs(early - (daysAgoMs - 60_000))).toBeLessThan(5_000)
      const queuedAtMs = Date.now()
      const floor = await edges.lease.raiseFloor(epoch, { kind: 'unit', queuedAtMs }, 60_000)
      expect(Math.abs(floor - (queuedAtMs - 60_000))).toBeLessThan(5_000)
      expect(await edges.lease.raiseFloor(epoch, { kind: 'unit', queuedAtMs: 1_000 }, 0)).toBe(floor)
      expect(await edges.store.purge(floor, 10)).toBe(0)
      expect(await edges.store.purge(Date.now() + 60_000, 10)).toBe(1)
      expect(await edges.store.bury(epoch, letterOf(dead))).toMatchObject({ kind: 'alreadySettled' })
    })

    test('attempts are counted until they are cleared', async () => {
      const eventId = ids.next()
      expect([await edges.store.countAttempt(eventId), await edges.store.countAttempt(eventId)]).toEqual([1, 2])
      await edges.store.clearAttempts()
      expect(await edges.store.countAttempt(eventId)).toBe(1)
    })
  })
}
