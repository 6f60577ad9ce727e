import { defineEntity, ref } from 'orm-gen/schema'
import { Playlist } from './playlist.js'
import { Track } from './track.js'

export const PlaylistTrack = defineEntity(
  'PlaylistTrack',
  {
    playlist: ref(() => Playlist)
      .primary()
      .column('PlaylistId'),
    track: ref(() => Track)
      .primary()
      .column('TrackId'),
  },
  {
    indexes: [
      { columns: ['playlist'], name: 'IFK_PlaylistTrackPlaylistId' },
      { columns: ['track'], name: 'IFK_PlaylistTrackTrackId' },
    ],
  },
)
