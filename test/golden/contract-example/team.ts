import { defineEntity, id, varchar } from 'orm-gen/schema'

export const Team = defineEntity('teams', { id: id(), name: varchar(100) })
