import { decimal, defineEntity, int, ref, varchar } from 'orm-gen/schema'
import { Album } from './album.js'
import { Genre } from './genre.js'
import { MediaType } from './media-type.js'

export const Track = defineEntity('Track', {
  id: int().primary().column('TrackId'),
  name: varchar(200).column('Name'),
  album: ref(() => Album)
    .nullable()
    .index('IFK_TrackAlbumId')
    .column('AlbumId'),
  mediaType: ref(() => MediaType)
    .index('IFK_TrackMediaTypeId')
    .column('MediaTypeId'),
  genre: ref(() => Genre)
    .nullable()
    .index('IFK_TrackGenreId')
    .column('GenreId'),
  composer: varchar(220).nullable().column('Composer'),
  milliseconds: int().column('Milliseconds'),
  bytes: int().nullable().column('Bytes'),
  unitPrice: decimal(10, 2).column('UnitPrice'),
})
