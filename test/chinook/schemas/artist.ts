import { defineEntity, int, varchar } from 'orm-gen/schema'

export const Artist = defineEntity('Artist', {
  id: int().primary().column('ArtistId'),
  name: varchar(120).nullable().column('Name'),
})
