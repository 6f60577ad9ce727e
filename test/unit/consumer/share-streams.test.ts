import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Seat, shareStreams } from '../../../runtime/consumer/share-streams.js'

const seat = (stream: string, holder: string | undefined, candidates: readonly string[]): Seat => {
  return { stream, holder, candidates, isMovable: true }
}

function loadsOf(owners: ReadonlyMap<string, string>, members: readonly string[]): readonly number[] {
  return members.map((member) => [...owners.values()].filter((owner) => owner === member).length)
}

describe('streams are shared', () => {
  test('a lone member takes everything', () => {
    const share = shareStreams([seat('s1', undefined, ['a']), seat('s2', undefined, ['a'])])
    expect([...share.values()]).toEqual(['a', 'a'])
  })

  test('who comes gets half of what another holds, and the rest stays', () => {
    const members = ['a', 'b']
    const share = shareStreams(['s1', 's2', 's3', 's4'].map((stream) => seat(stream, 'a', members)))
    expect(loadsOf(share, members)).toEqual([2, 2])
  })

  test('three members of four streams hold two, one and one, though ceil would allow two, two and none', () => {
    const members = ['a', 'b', 'c']
    const held = [
      seat('s1', 'a', members),
      seat('s2', 'a', members),
      seat('s3', 'b', members),
      seat('s4', 'b', members),
    ]
    expect(loadsOf(shareStreams(held), members).toSorted()).toEqual([1, 1, 2])
  })

  test('a difference of one moves nothing, however many stand by', () => {
    const members = ['a', 'b', 'c']
    const held = [seat('s1', 'b', members), seat('s2', 'c', members)]
    expect(Object.fromEntries(shareStreams(held))).toEqual({ s1: 'b', s2: 'c' })
  })

  test('what a leaving member still holds stays with it until it is free', () => {
    const share = shareStreams([seat('s1', 'leaving', ['a']), seat('s2', undefined, ['a'])])
    expect(Object.fromEntries(share)).toEqual({ s2: 'a' })
  })

  test('a stream that must not move stays, and counts', () => {
    const members = ['a', 'b']
    const stuck = ['s1', 's2'].map((stream) => ({ ...seat(stream, 'a', members), isMovable: false }))
    const share = shareStreams([...stuck, seat('s3', undefined, members), seat('s4', undefined, members)])
    expect(Object.fromEntries(share)).toEqual({ s1: 'a', s2: 'a', s3: 'b', s4: 'b' })
  })

  test('a stream that only one member can work is left to it', () => {
    const share = shareStreams([seat('shared', undefined, ['a', 'b']), seat('special', undefined, ['a'])])
    expect(Object.fromEntries(share)).toEqual({ special: 'a', shared: 'b' })
  })
})

const members = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1 })
const anySeats = members
  .chain((all) =>
    fc.array(
      fc.record({
        holder: fc.option(fc.constantFrom(...all, 'gone'), { nil: undefined }),
        candidates: fc.subarray(all),
        isMovable: fc.boolean(),
      }),
      { maxLength: 12 },
    ),
  )
  .map((seats) => seats.map((seat, index): Seat => ({ stream: `s${index}`, ...seat })))
const evenSeats = members.chain((all) =>
  fc
    .array(fc.option(fc.constantFrom(...all), { nil: undefined }), { maxLength: 24 })
    .map((holders) => ({ all, seats: holders.map((holder, index) => seat(`s${index}`, holder, all)) })),
)

describe('of any seats', () => {
  test('every free stream that somebody can work is given to one who can', () => {
    fc.assert(
      fc.property(anySeats, (seats) => {
        const share = shareStreams(seats)
        for (const { stream, holder, candidates, isMovable } of seats) {
          const owner = share.get(stream)
          if (holder === undefined && isMovable && candidates.length > 0) expect(candidates).toContain(owner)
          if (!isMovable) expect([undefined, holder]).toContain(owner)
          if (owner !== undefined && owner !== holder) expect(candidates).toContain(owner)
        }
      }),
    )
  })

  test('all members come to the same answer, in whatever order they see them', () => {
    const shuffled = anySeats.chain((seats) =>
      fc.shuffledSubarray([...seats], { minLength: seats.length }).map((mixed) => [seats, mixed] as const),
    )
    fc.assert(
      fc.property(shuffled, ([seats, mixed]) => {
        const turned = mixed.map((one) => ({ ...one, candidates: one.candidates.toReversed() }))
        expect([...shareStreams(turned)].toSorted()).toEqual([...shareStreams(seats)].toSorted())
      }),
    )
  })

  test('what was shared is not shared otherwise the next time', () => {
    fc.assert(
      fc.property(anySeats, (seats) => {
        const share = shareStreams(seats)
        const next = seats.map((one) => ({ ...one, holder: share.get(one.stream) ?? one.holder }))
        for (const [stream, owner] of shareStreams(next))
          expect([stream, owner]).toEqual([stream, share.get(stream) ?? owner])
      }),
    )
  })
})

describe('where every member can work every stream', () => {
  test('no two members differ by more than one: none above ceil(streams / members)', () => {
    fc.assert(
      fc.property(evenSeats, ({ all, seats }) => {
        const loads = loadsOf(shareStreams(seats), all)
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
        expect(Math.max(...loads)).toBe(Math.ceil(seats.length / all.length))
      }),
    )
  })

  test('no more streams change hands than an even share needs', () => {
    fc.assert(
      fc.property(evenSeats, ({ all, seats }) => {
        const share = shareStreams(seats)
        const moved = seats.filter(({ stream, holder }) => holder !== undefined && share.get(stream) !== holder)
        const held = all
          .map((member) => seats.filter(({ holder }) => holder === member).length)
          .toSorted((a, b) => b - a)
        const floor = Math.floor(seats.length / all.length)
        const rich = seats.length % all.length
        const surplus = held.map((load, rank) => Math.max(0, load - floor - (rank < rich ? 1 : 0)))
        expect(moved).toHaveLength(surplus.reduce((sum, one) => sum + one, 0))
      }),
    )
  })
})
