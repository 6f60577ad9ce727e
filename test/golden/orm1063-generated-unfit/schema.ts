import { defineEntity, id, int, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  fullName: varchar(80).default('').generatedAs("CONCAT(a, ' ', b)"),
  age: int().generatedAs(' '),
})

export const Team = defineEntity('teams', { code: int().generatedAs('1 + 1', 'stored').primary() })
