import { defineEntity, varchar } from 'orm-gen/schema'

export const Team = defineEntity('teams', { name: varchar(80) })
