import { defineEntity, id, ref, varchar } from 'orm-gen/schema'

export const Event = defineEntity(
  'AuditEvents',
  {
    id: id(),
    firstName: varchar(80).column('NameOfUser').comment("it's a name").sensitive(),
    parentEvent: ref(() => Event).nullable(),
  },
  {
    pool: 'log',
    stream: 'audit-channel',
    naming: 'preserve',
    comment: 'Kept for ten years',
    collation: 'utf8mb4_bin',
    coalesce: false,
    removed: ['nickname', 'teamId'],
  },
)

export const HTTPRequest2 = defineEntity('http_requests', { id: id(), remoteIPAddress: varchar(45), apiURL: varchar(200) })
