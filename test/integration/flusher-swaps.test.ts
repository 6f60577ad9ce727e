import '../support/property-seed.js'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { EngineRig, type LooseEntity } from '../support/engine-rig.js'

const SCHEMA = `
  export const Seat = defineEntity('seats', {
    id: id(), code: varchar(12).unique(), place: int().unique(), label: varchar(3).nullable().unique(),
    row: smallint().unsigned().unique('spot'), number: smallint().unique('spot').nullable(),
    token: bigint().unsigned().version(), changedAt: datetime().onUpdateNow().nullable(),
  })
  export const Kind = defineEntity('kinds', { id: id(), letter: char(1).unique(), level: tinyint().unique() })
  export const Value = defineEntity('values_of_types', {
    id: id(), big: bigint().unsigned().unique(), safe: bigint().asNumber().unique(), amount: decimal(14, 4).unique(),
    bytes: varbinary(8).unique(), fixed: binary(20).unique(), uid: uuid().unique(), text: char(40).unique(),
  })
  export const Person = defineEntity('people', { id: id(), name: varchar(20) })
  export const Desk = defineEntity('desks', { id: id(), owner: ref(() => Person).nullable().unique(), spare: ref(() => Person).unique() })
  export const Folder = defineEntity('folders', {
    id: id(), path: varchar(20).unique(), parent: ref(() => Folder).nullable(),
  })
  export const Log = defineEntity('logs', { id: id().autoIncrement(), text: varchar(20).unique() })
`

let rig: EngineRig

beforeAll(async () => {
  rig = await EngineRig.create('swaps', SCHEMA)
})

afterEach(async () => {
  for (const table of [
    'orm_lazy_dead_letter',
    'orm_lazy_dead_key',
    'seats',
    'kinds',
    'values_of_types',
    'desks',
    'folders',
    'logs',
  ])
    await rig.world.query(`DELETE FROM ${table}`)
})

afterAll(() => rig[Symbol.asyncDispose]())

const flush = (...entities: readonly LooseEntity[]) =>
  rig.engine
    .newFlusher()
    .track(...entities)
    .flushLazy()

/** Makes rows that are in MySQL already. */
async function stored(entity: string, inputs: readonly Readonly<Record<string, unknown>>[]): Promise<LooseEntity[]> {
  const entities = inputs.map((input) => rig.make(entity, input))
  await flush(...entities)
  await rig.drain()
  return entities
}

/** Gives each entity what the one after it has. */
function rotate(entities: readonly LooseEntity[], properties: readonly string[]): void {
  const before = entities.map((entity) => properties.map((property) => [property, entity.get(property)]))
  entities.forEach((entity, index) => void entity.set(Object.fromEntries(before[(index + 1) % entities.length]!)))
}

const valuesOf = (entities: readonly LooseEntity[], properties: readonly string[]) =>
  entities.map((entity) => properties.map((property) => entity.get(property)))

/** What MySQL has now, in the order of the entities. */
async function reloaded(entities: readonly LooseEntity[]): Promise<LooseEntity[]> {
  const loaded = entities.map((entity) =>
    rig.engine.loadById(rig.classes[entity.$changes.table.entity]!, entity.get('id') as never),
  )
  return (await Promise.all(loaded)) as unknown as LooseEntity[]
}

const seat = (code: string, place: number) => ({ code, place, label: code, row: 1, number: place })

describe('rows of one unit that take each other’s unique values', () => {
  test('swap by one row that has none for a moment', async () => {
    const [a, b] = (await stored('Seat', [seat('a', 1), seat('b', 2)])) as [LooseEntity, LooseEntity]
    await rig.world.redis.del(rig.stream)
    rotate([a, b], ['label'])
    await flush(a, b)
    const [unit] = await rig.units()
    expect(unit!.map((event) => [...event.matchAll(/label=(\w+)/g)].map(([, value]) => value))).toEqual([
      ['a', 'null'],
      ['b', 'a'],
      ['a', 'b'],
    ])
    await rig.drain()
    expect(valuesOf(await reloaded([a, b]), ['label'])).toEqual([['b'], ['a']])
  })

  test('swap where the column is not nullable, in circles of any length, and several keys at once', async () => {
    const properties = ['code', 'place', 'label', 'row', 'number']
    const seats = await stored(
      'Seat',
      Array.from({ length: 9 }, (_, index) => seat(`s${index}`, index)),
    )
    rotate(seats.slice(0, 2), properties)
    rotate(seats.slice(2, 5), properties)
    rotate(seats.slice(5), properties)
    const expected = valuesOf(seats, properties)
    const receipt = await flush(...seats)
    await rig.drain()
    await receipt.applied()
    expect(valuesOf(await reloaded(seats), properties)).toEqual(expected)
  })

  test('swap values of every type that has room for a random one', async () => {
    const properties = ['big', 'safe', 'amount', 'bytes', 'fixed', 'uid', 'text']
    const rows = await stored(
      'Value',
      [1, 2, 3].map((n) => ({
        big: 2n ** 64n - BigInt(n),
        safe: n,
        amount: `${n}.5`,
        bytes: Buffer.from([0, n]),
        fixed: Buffer.alloc(20, n),
        uid: `0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c000${n}`,
        text: `text ${n}`,
      })),
    )
    rotate(rows, properties)
    const expected = valuesOf(rows, properties)
    await flush(...rows)
    await rig.drain()
    expect(valuesOf(await reloaded(rows), properties)).toEqual(expected)
  })

  test('get one new version and one time of change', async () => {
    const seats = await stored('Seat', [seat('v', 1), seat('w', 2)])
    rotate(seats, ['code'])
    await flush(...seats)
    await rig.drain()
    const columns = ['code', 'token', 'changedAt']
    expect(valuesOf(await reloaded(seats), columns)).toEqual(valuesOf(seats, columns))
    for (const entity of seats) entity.set({ place: Number(entity.get('place')) + 10 })
    const receipt = await flush(...seats)
    await rig.drain()
    await receipt.applied()
  })

  test('change nothing when one of them has been changed by somebody else', async () => {
    const seats = await stored('Seat', [seat('x', 1), seat('y', 2)])
    await rig.world.query('UPDATE seats SET token = 5 WHERE code = ?', ['y'])
    rotate(seats, ['code'])
    const receipt = await flush(...seats)
    await rig.drain()
    await expect(receipt.applied()).rejects.toMatchObject({ code: 'ORM2611' })
    expect(valuesOf(await reloaded(seats), ['code'])).toEqual([['x'], ['y']])
  })

  test('give way to a row that takes the value of its parent, which goes', async () => {
    const [parent] = (await stored('Folder', [{ path: 'parent' }])) as [LooseEntity]
    const [child] = (await stored('Folder', [{ path: 'child', parent }])) as [LooseEntity]
    child.set({ path: 'parent', parent: null })
    await rig.engine.newFlusher().delete(parent).track(child).flushLazy()
    await rig.drain()
    expect(await rig.world.query('SELECT id, path FROM folders')).toEqual([
      { id: String(child.get('id')), path: 'parent' },
    ])
  })

  test('swap references that may be NULL', async () => {
    const people = await stored('Person', [{ name: 'p' }, { name: 'q' }])
    const desks = await stored(
      'Desk',
      people.map((person) => ({ owner: person, spare: person })),
    )
    rotate(desks, ['ownerId'])
    await flush(...desks)
    await rig.drain()
    expect(valuesOf(await reloaded(desks), ['ownerId'])).toEqual([[people[1]!.get('id')], [people[0]!.get('id')]])
  })

  test('leave the ids that MySQL gives to the rows that they belong to', async () => {
    const seats = await stored('Seat', [seat('m', 1), seat('n', 2)])
    rotate(seats, ['place'])
    const log = rig.make('Log', { text: 'swapped' })
    const receipt = await flush(...seats, log)
    await rig.drain()
    await receipt.applied()
    const [row] = await rig.world.query<{ id: string }>('SELECT id FROM logs')
    expect(log.get('id')).toBe(BigInt(row!.id))
  })
})

describe('a swap is refused', () => {
  test.each(['letter', 'level'])('where no other value of %s is free', async (property) => {
    const kinds = await stored('Kind', [
      { letter: 'a', level: 1 },
      { letter: 'b', level: 2 },
    ])
    rotate(kinds, [property])
    await expect(flush(...kinds)).rejects.toMatchObject({ code: 'ORM2614', entities: ['Kind', 'Kind'] })
    expect(kinds.map((kind) => kind.isDirty)).toEqual([true, true])
  })

  test('where a foreign key would refuse any other value', async () => {
    const people = await stored('Person', [{ name: 'r' }, { name: 's' }])
    const desks = await stored(
      'Desk',
      people.map((person) => ({ spare: person })),
    )
    rotate(desks, ['spareId'])
    await expect(flush(...desks)).rejects.toMatchObject({ code: 'ORM2614' })
  })

  test('with atomic: false, as others would see the row without its value', async () => {
    const seats = await stored('Seat', [seat('t', 1), seat('u', 2)])
    rotate(seats, ['place'])
    const flusher = rig.engine.newFlusher().track(...seats)
    await expect(flusher.flushLazy({ atomic: false })).rejects.toMatchObject({ code: 'ORM2614' })
  })
})

test('any change of unique values within a unit ends as the entities say', async () => {
  const SEATS = 7
  const plan = fc.record({
    codes: fc.shuffledSubarray([...'abcdefghij'], { minLength: SEATS, maxLength: SEATS }),
    places: fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: SEATS, maxLength: SEATS }),
    labels: fc.shuffledSubarray([...'abcdefghij'], { minLength: SEATS, maxLength: SEATS }),
    withoutLabel: fc.subarray([0, 1, 2, 3, 4, 5, 6]),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: SEATS, maxLength: SEATS }),
    gone: fc.subarray([0, 1, 2, 3, 4, 5, 6], { maxLength: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 3 }), async (plans) => {
      await rig.world.query('DELETE FROM seats')
      let seats = await stored(
        'Seat',
        [...'abcdefg'].map((code, index) => seat(code, index + 1)),
      )
      for (const { codes, places, labels, withoutLabel, order, gone } of plans) {
        const flusher = rig.engine.newFlusher()
        for (const index of gone) flusher.delete(seats[index]!)
        seats = seats.map((entity, index) => (gone.includes(index) ? rig.make('Seat', seat('-', 0)) : entity))
        seats.forEach((entity, index) => {
          const label = withoutLabel.includes(index) ? null : labels[index]!
          entity.set({ code: codes[index], place: places[index], label, number: places[SEATS - 1 - index] })
        })
        flusher.track(...order.map((index) => seats[index]!))
        await flusher.flushLazy()
      }
      const properties = ['code', 'place', 'label', 'number', 'token']
      const expected = valuesOf(seats, properties)
      await rig.drain()
      expect(await rig.world.query('SELECT COUNT(*) AS n FROM orm_lazy_dead_letter')).toEqual([{ n: '0' }])
      expect(valuesOf(await reloaded(seats), properties)).toEqual(expected)
    }),
    { numRuns: 15 },
  )
})
