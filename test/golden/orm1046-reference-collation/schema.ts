import { char, defineEntity, id, ref } from 'orm-gen/schema'

export const Country = defineEntity('countries', { code: char(2).primary() }, { collation: 'utf8mb4_bin' })

export const City = defineEntity('cities', { id: id(), country: ref(() => Country) })
