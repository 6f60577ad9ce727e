import { bigint, binary, char, defineEntity, id, int, ref, uuid, varchar } from 'orm-gen/schema'

export const Sequence = defineEntity('sequences', { id: id() })

export const Counted = defineEntity('counted', { id: id().autoIncrement(), name: varchar(20) })

export const Random = defineEntity('random', { uuid: uuid().primary() })

export const Country = defineEntity('countries', { code: char(2).primary(), name: varchar(80).nullable() })

export const Seat = defineEntity('seats', {
  row: int().unsigned().primary(),
  number: int().unsigned().primary(),
  label: varchar(10).nullable(),
})

export const City = defineEntity('cities', {
  id: bigint().unsigned().primary(),
  country: ref(() => Country),
  parent: ref(() => Random).nullable(),
  counted: ref(() => Counted).nullable(),
})

/** The key is a reference: one profile a city. */
export const Profile = defineEntity('profiles', { city: ref(() => City).primary(), text: varchar(200) })

/** A key of two references. */
export const Twin = defineEntity('twins', {
  one: ref(() => City).primary(),
  other: ref(() => City).primary(),
})

export const Note = defineEntity('notes', { id: id(), profile: ref(() => Profile).nullable(), digest: binary(32) })
