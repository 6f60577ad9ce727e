import { defineEntity, id, varchar } from 'orm-gen/schema'

export const Log = defineEntity('logs', { id: id(), line: varchar(200) }, { charset: 'latin1' })
