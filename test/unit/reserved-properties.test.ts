import { expect, test } from 'vitest'
import { RESERVED_PROPERTIES } from '../../codegen/model/index.js'
import { Entity } from '../../runtime/entity/index.js'

test('every member of the entity class, and of every object, is a property that schemas cannot take', () => {
  const members = [...Object.getOwnPropertyNames(Entity.prototype), ...Object.getOwnPropertyNames(Object.prototype)]
  const open = members.filter((name) => !name.startsWith('$') && !RESERVED_PROPERTIES.has(name))
  expect(open).toEqual([])
  expect([...RESERVED_PROPERTIES].filter((name) => !members.includes(name))).toEqual([])
})
