import { bigint, defineEntity, shardBy, uuid, varchar } from 'orm-gen/schema'

export const User = defineEntity(
  'users',
  { tenantId: bigint().unsigned().primary(), id: uuid().primary(), email: varchar(50).unique() },
  { pool: shardBy('tenantId', { a: '0-511', b: '512-1023' }) },
)
