import { defineEntity, int, varchar } from 'orm-gen/schema'

export const Playlist = defineEntity('Playlist', {
  id: int().primary().column('PlaylistId'),
  name: varchar(120).nullable().column('Name'),
})
