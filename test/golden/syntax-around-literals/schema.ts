import { defineEntity, enumOf, id, int, varchar as text } from 'orm-gen/schema'

const User = defineEntity('users' as const, {
  id: (id()),
  'quoted': text(8_0),
  age: int().default(+3),
  role: enumOf(`admin`, "member").default(('member')),
} satisfies object)

export { User }
