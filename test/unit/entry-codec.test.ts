import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeEntry, encodeUnit, type UnitDraft } from '../../runtime/event/encode-entry.js'
import { EntryDecoder } from '../../runtime/event/entry-decoder.js'
import { EventFormatError } from '../../runtime/event/event-format-error.js'
import { unitEventIds } from '../../runtime/event/event-id.js'
import type { ChangeEvent, EventShape, FieldRole, Operation, WireValue } from '../../runtime/event/unit.js'

const BASE = '0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c0000'

const insertUser: EventShape = {
  operation: 'insert',
  entity: 'User',
  fields: [
    { property: 'id', role: 'key' },
    { property: 'firstName', role: 'set' },
    { property: 'email', role: 'set' },
  ],
}
const updateUser: EventShape = {
  operation: 'update',
  entity: 'User',
  fields: [
    { property: 'id', role: 'key' },
    { property: 'email', role: 'was' },
    { property: 'email', role: 'set' },
    { property: 'loginCount', role: 'add' },
    { property: 'token', role: 'match' },
  ],
}

function encode(units: readonly UnitDraft[]): string {
  return encodeEntry(BASE, units)
}

function failure(payload: string): EventFormatError {
  try {
    new EntryDecoder().decode(payload)
  } catch (error) {
    if (error instanceof EventFormatError) return error
    throw error
  }
  throw new Error(`${payload} was accepted`)
}

describe('the text of an entry', () => {
  test('is the documented one: shapes named once, a trace before its events', () => {
    const text = encode([
      { events: [{ shape: insertUser, values: [7, 'Tom', 'bee@beeorm.io'] }] },
      {
        trace: '00-abc',
        events: [
          { shape: updateUser, values: [7, 'bee@beeorm.io', 'tom@beeorm.io', 1, 'x'] },
          { shape: insertUser, values: [8, 'Ada', null] },
        ],
      },
    ])
    expect(text).toBe(
      `[1,"${BASE}",[["insert","User","@id","firstName","email"],["update","User","@id","<email","email","+loginCount","=token"]],` +
        '[[[0,7,"Tom","bee@beeorm.io"]],[{"trace":"00-abc"},[1,7,"bee@beeorm.io","tom@beeorm.io",1,"x"],[0,8,"Ada",null]]]]',
    )
  })

  test('gives each unit the base id plus its index', () => {
    const event = { shape: insertUser, values: [1, 'a', 'b'] }
    const units = new EntryDecoder().decode(encode([{ events: [event] }, { events: [event] }]))
    expect(units.map((unit) => unit.eventId)).toEqual([BASE, `${BASE.slice(0, -1)}1`])
  })

  test('keeps the id of a unit that is sent again alone', () => {
    const eventId = unitEventIds(BASE)(300)
    const [unit] = new EntryDecoder().decode(
      encodeUnit(eventId, { events: [{ shape: insertUser, values: [1, '', ''] }] }),
    )
    expect(unit?.eventId).toBe(eventId)
  })

  test('shares equal shapes between entries', () => {
    const decoder = new EntryDecoder()
    const text = encode([{ events: [{ shape: insertUser, values: [1, 'a', 'b'] }] }])
    expect(decoder.decode(text)[0]?.events[0]?.shape).toBe(decoder.decode(text)[0]?.events[0]?.shape)
  })
})

const property = fc.stringMatching(/^[A-Za-z_$][\w$]{0,12}$/)
const role = fc.constantFrom<FieldRole>('key', 'set', 'add', 'was', 'match')
const operation = fc.constantFrom<Operation>('insert', 'upsert', 'insertIgnore', 'update', 'delete')
const shape: fc.Arbitrary<EventShape> = fc.record({
  operation,
  entity: property,
  fields: fc.array(fc.record({ property, role }), { maxLength: 6 }),
})
const scalar: fc.Arbitrary<WireValue> = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  fc.string({ unit: 'binary' }),
)

function eventsOf(shapes: readonly EventShape[]): fc.Arbitrary<readonly ChangeEvent[]> {
  const event = fc
    .constantFrom(...shapes)
    .chain((of) => fc.tuple(...of.fields.map(() => scalar)).map((values): ChangeEvent => ({ shape: of, values })))
  return fc.array(event, { minLength: 1, maxLength: 4 })
}

const drafts: fc.Arbitrary<readonly UnitDraft[]> = fc.array(shape, { minLength: 1, maxLength: 4 }).chain((shapes) =>
  fc.array(fc.record({ events: eventsOf(shapes), trace: fc.string() }, { requiredKeys: ['events'] }), {
    minLength: 1,
    maxLength: 5,
  }),
)

describe('any entry', () => {
  test('reads as it was written', () => {
    fc.assert(
      fc.property(drafts, (units) => {
        const read = new EntryDecoder().decode(encode(units))
        expect(read).toEqual(units.map((unit, index) => ({ eventId: unitEventIds(BASE)(index), ...unit })))
      }),
    )
  })

  test('that was damaged is read or refused with EventFormatError', () => {
    fc.assert(
      fc.property(drafts, fc.nat(), fc.nat(), fc.string({ unit: 'binary', maxLength: 8 }), (units, at, cut, insert) => {
        const text = encode(units)
        const start = at % text.length
        const damaged = text.slice(0, start) + insert + text.slice(start + (cut % 10))
        try {
          new EntryDecoder().decode(damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(EventFormatError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('of arbitrary text or JSON is refused with EventFormatError', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.array(fc.jsonValue(), { maxLength: 4 }).map((parts) => JSON.stringify([1, BASE, ...parts])),
    )
    fc.assert(
      fc.property(anything, (payload) => {
        expect(failure(payload).code).toBe('ORM2401')
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('an entry is refused', () => {
  const shapes = '[["insert","User","@id"]]'
  test.each([
    ['that is no JSON', '{', 'malformed', ''],
    ['of a later version', '[2,"anything"]', 'version', '[0]'],
    ['of no version', '["1"]', 'malformed', '[0]'],
    ['with a random id', `[1,"x",${shapes},[[[0,1]]]]`, 'malformed', '[1]'],
    ['with an unknown operation', `[1,"${BASE}",[["truncate","User"]],[[[0]]]]`, 'malformed', 'shapes[0][0]'],
    ['with a nameless field', `[1,"${BASE}",[["insert","User","@"]],[[[0,1]]]]`, 'malformed', 'shapes[0][2]'],
    ['without units', `[1,"${BASE}",${shapes},[]]`, 'malformed', 'units'],
    ['with an empty unit', `[1,"${BASE}",${shapes},[[{"trace":"t"}]]]`, 'malformed', 'units[0]'],
    ['with an unknown part of a unit', `[1,"${BASE}",${shapes},[[{"sql":"DROP"},[0,1]]]]`, 'malformed', 'units[0][0]'],
    ['with an unknown shape', `[1,"${BASE}",${shapes},[[[1,1]]]]`, 'malformed', 'units[0][0]'],
    ['with a value too few', `[1,"${BASE}",${shapes},[[[0]]]]`, 'malformed', 'units[0][0]'],
    ['with a value of another kind', `[1,"${BASE}",${shapes},[[[0,true]]]]`, 'malformed', 'units[0][0]'],
    ['with an infinite number', `[1,"${BASE}",${shapes},[[[0,1e999]]]]`, 'malformed', 'units[0][0]'],
    ['with a reference forward', `[1,"${BASE}",${shapes},[[[0,{"ref":0}]]]]`, 'malformed', 'units[0][0]'],
    ['with more units than ids', `[1,"${BASE.slice(0, -4)}ffff",${shapes},[[[0,1]],[[0,2]]]]`, 'malformed', 'units'],
    [
      'nested without end',
      `[1,"${BASE}",[${'['.repeat(50_000)}${']'.repeat(50_000)}],[[[0]]]]`,
      'malformed',
      'shapes[0]',
    ],
  ])('%s', (_, payload, reason, path) => {
    expect(failure(payload)).toMatchObject({ code: 'ORM2401', reason, path })
  })
})
