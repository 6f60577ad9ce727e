import { defineEntity, int, ref, varchar } from 'orm-gen/schema'
import { Artist } from './artist.js'

export const Album = defineEntity('Album', {
  id: int().primary().column('AlbumId'),
  title: varchar(160).column('Title'),
  artist: ref(() => Artist)
    .index('IFK_AlbumArtistId')
    .column('ArtistId'),
})
