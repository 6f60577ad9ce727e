import { bigint, defineEntity, id, ref, shardBy, uuid } from 'orm-gen/schema'

export const Country = defineEntity('countries', { id: id() })

export const Tenant = defineEntity(
  'tenants',
  { id: uuid().primary(), country: ref(() => Country), plain: ref(() => Country).noForeignKey() },
  { pool: shardBy('id', { a: '0-511', b: '512-1023' }) },
)

export const Elsewhere = defineEntity(
  'elsewheres',
  { tenant: ref(() => Tenant).primary() },
  { pool: shardBy('tenant', { a: '0-1000', b: '1001-1023' }) },
)

export const Other = defineEntity(
  'others',
  { customerId: bigint().primary(), id: uuid().primary(), tenant: ref(() => Tenant) },
  { pool: shardBy('customerId', { a: '0-511', b: '512-1023' }) },
)

export const Outside = defineEntity('outsides', { id: id(), tenant: ref(() => Tenant) })
