import { describe, expect, test } from 'vitest'
import { SchemaAdapter } from '../../../runtime/consumer/schema-adapter.js'
import type { ChangeEvent } from '../../../runtime/event/unit.js'
import { event } from '../../support/events.js'
import { modelsOf } from '../../support/schema-models.js'
import { tablesOf } from '../../support/tables.js'

const tables = tablesOf(
  modelsOf(`import { bool, defineEntity, enumOf, id, int, setOf, varchar } from 'orm-gen/schema'
  export const User = defineEntity('users', {
    id: id(),
    fullName: varchar(50).renamedFrom('name'),
    role: enumOf('admin', 'member'),
    flags: setOf('a', 'b').nullable(),
    logins: int(),
    isActive: bool().default(true),
  }, { removed: ['nickname', 'teamId'] })`),
)
const adapter = new SchemaAdapter(new Map(tables.map((table) => [table.entity, table])))
const adapt = (...events: ChangeEvent[]) => adapter.adapt({ eventId: '', events })
const namedValues = ({ shape, values }: ChangeEvent) =>
  Object.fromEntries(shape.fields.map(({ property, role }, index) => [`${role} ${property}`, values[index]]))

describe('an older producer', () => {
  test('is understood by the former names of properties, in every role', () => {
    const adapted = adapt(event(['update', 'User', '@id', '<name', 'name'], 1, 'old', 'new'))
    expect(adapted.kind === 'unit' && namedValues(adapted.unit.events[0]!)).toEqual({
      'key id': 1,
      'was fullName': 'old',
      'set fullName': 'new',
    })
  })

  test('inserts what ALTER TABLE would have given where it does not know a column', () => {
    const adapted = adapt(event(['insert', 'User', '@id', 'name'], 1, 'Tom'))
    expect(adapted.kind === 'unit' && namedValues(adapted.unit.events[0]!)).toEqual({
      'key id': 1,
      'set fullName': 'Tom',
      'set role': 'admin',
      'set logins': 0,
    })
  })

  test('does not overwrite by an upsert a column that it does not know', () => {
    const adapted = adapt(event(['upsert', 'User', '@id', 'name', 'role'], 1, 'Tom', 'member'))
    expect(adapted.kind === 'unit' && namedValues(adapted.unit.events[0]!)).toMatchObject({ 'init logins': 0 })
  })
})

describe('a column that was removed on purpose', () => {
  test('is left out of what older producers still say, in every role', () => {
    const adapted = adapt(
      event(['update', 'User', '@id', '<teamId', 'nickname', 'teamId', '+logins'], 1, 4, 'Tommy', 5, 1),
    )
    expect(adapted.kind === 'unit' && namedValues(adapted.unit.events[0]!)).toEqual({ 'key id': 1, 'add logins': 1 })
  })

  test('leaves an event in its place that says nothing else, so that references still find theirs', () => {
    const adapted = adapt(
      event(['update', 'User', '@id', 'nickname'], 1, 'Tommy'),
      event(['delete', 'User', '@id', '<teamId'], 2, 4),
    )
    expect(adapted.kind === 'unit' && adapted.unit.events.map(namedValues)).toEqual([{ 'key id': 1 }, { 'key id': 2 }])
  })

  test('is unknown in a key, as another row would be meant', () => {
    expect(adapt(event(['delete', 'User', '@nickname'], 'Tommy'))).toEqual({ kind: 'unknown', what: 'User.nickname' })
  })
})

describe('a newer producer', () => {
  test.each([
    ['an entity', event(['insert', 'Planet', '@id'], 1), 'the entity Planet'],
    ['a property', event(['update', 'User', '@id', 'colour'], 1, 'red'), 'User.colour'],
    ['an enum member', event(['update', 'User', '@id', 'role'], 1, 'owner'), 'the member "owner" of User.role'],
    ['a set member', event(['update', 'User', '@id', 'flags'], 1, 'a,c'), 'the member "c" of User.flags'],
  ])('is not understood where it names %s that is unknown', (_, change, what) => {
    expect(adapt(change)).toEqual({ kind: 'unknown', what })
  })
})

test('a unit that needs nothing is handed on as it is', () => {
  const unit = { eventId: '', events: [event(['update', 'User', '@id', 'flags'], 1, 'a,b')] }
  const adapted = adapter.adapt(unit)
  expect(adapted.kind === 'unit' && adapted.unit).toBe(unit)
})
