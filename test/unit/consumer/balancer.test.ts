import { expect, test, vi } from 'vitest'
import { Balancer, type SharedStream } from '../../../runtime/consumer/balancer.js'
import type { Roster, RosterMember, RosterSight } from '../../../runtime/ports.js'

/** What a server would answer; undefined while it is away. */
class FakeRoster implements Roster {
  sight: RosterSight | undefined

  constructor(holders: Readonly<Record<string, string>>, members: readonly RosterMember[] = []) {
    this.sight = { holders: new Map(Object.entries(holders)), members }
  }

  async look(): Promise<RosterSight> {
    if (this.sight === undefined) throw new Error('away')
    return this.sight
  }

  async close(): Promise<void> {}
}

const standby = (owner: string, ...streams: readonly string[]) =>
  streams.map((stream): RosterMember => ({ stream, owner, state: 'standby' }))

class World {
  readonly handedOver: string[] = []
  readonly waiting = new Set<string>()
  readonly balancer: Balancer

  constructor(rosters: Readonly<Record<string, Roster>>, leaseMs = 10_000) {
    const servers = Object.entries(rosters).map(([names, roster]) => {
      return { roster, streams: names.split(' ').map((name) => this.#stream(name)) }
    })
    this.balancer = new Balancer({ owner: 'me', leaseMs, servers })
  }

  /** Runs until `condition` holds. */
  async until(condition: () => void): Promise<void> {
    const running = this.balancer.run()
    await vi.waitFor(condition, { timeout: 10_000 })
    this.balancer.stop()
    await running
  }

  #stream(stream: string): SharedStream {
    const isWaiting = () => this.waiting.has(stream)
    return {
      stream,
      isWilling: true,
      get isWaiting() {
        return isWaiting()
      },
      handOver: () => this.handedOver.push(stream),
    }
  }
}

test('takes what is free, and leaves to a member with fewer streams what that one should take', async () => {
  const roster = new FakeRoster({ s1: 'me' }, standby('other', 's1', 's2'))
  const { balancer } = new World({ 's1 s2': roster })

  expect(await balancer.turn('s2')).toBe('wait')
  roster.sight = { holders: new Map([['s1', 'other']]), members: standby('other', 's1', 's2') }
  await vi.waitFor(async () => expect(await balancer.turn('s2')).toBe('take'), 20_000)
})

test('counts the streams that a member holds on all servers together', async () => {
  const world = new World({
    s1: new FakeRoster({ s1: 'me' }, standby('other', 's1')),
    s2: new FakeRoster({ s2: 'me' }, standby('other', 's2')),
  })

  await world.until(() => expect(world.handedOver.length).toBeGreaterThan(0))
  expect(new Set(world.handedOver).size).toBe(1)
})

test('a server that goes away moves no stream, neither its own nor another', async () => {
  const away = new FakeRoster({ s1: 'me', s2: 'me' }, standby('other', 's1', 's2'))
  const seen = new FakeRoster({ s3: 'other', s4: 'other' }, standby('other', 's3', 's4'))
  const world = new World({ 's1 s2': away, 's3 s4': seen })
  await world.balancer.turn('s3')
  await world.balancer.turn('s1')
  away.sight = undefined
  await vi.waitFor(() => expect(world.balancer.turn('s2')).rejects.toThrow('away'), { timeout: 10_000 })
  let looks = 0
  seen.look = async () => {
    looks++
    return seen.sight!
  }

  await world.until(() => expect(looks).toBeGreaterThan(1))

  expect(world.handedOver).toEqual([])
})

test('a stream that waits for something stays where it is', async () => {
  const members = standby('other', 's1', 's2', 's3', 's4')
  const world = new World({ 's1 s2 s3 s4': new FakeRoster({ s1: 'me', s2: 'me', s3: 'me', s4: 'me' }, members) })
  for (const stream of ['s1', 's2', 's4']) world.waiting.add(stream)

  await world.until(() => expect(world.handedOver.length).toBeGreaterThan(1))

  expect(new Set(world.handedOver)).toEqual(new Set(['s3']))
})

test('a stream that nobody takes within the lease time is taken by whoever would have enough already', async () => {
  const { balancer } = new World({ 's1 s2': new FakeRoster({ s1: 'me' }, standby('idle', 's1', 's2')) }, 1_500)

  expect(await balancer.turn('s2')).toBe('wait')
  await vi.waitFor(async () => expect(await balancer.turn('s2')).toBe('take'), { timeout: 10_000 })
})

test('nothing is given to a member that leaves or cannot begin', async () => {
  for (const state of ['leaving', 'paused'] as const) {
    const members = [{ stream: 's2', owner: 'other', state }]
    const { balancer } = new World({ 's1 s2': new FakeRoster({ s1: 'me' }, members) })

    expect(await balancer.turn('s2')).toBe('take')
  }
})
