import { bigint, defineEntity, int, ref, shardBy, uuid, varchar } from 'orm-gen/schema'

/** Spread by its own key. */
export const Tenant = defineEntity(
  'tenants',
  { id: uuid().primary(), name: varchar(80) },
  { pool: shardBy('id', { east: '0-255, 768-1023', west: '256-767' }) },
)

/** Lives where its tenant does: its shard key is that tenant's. */
export const Invoice = defineEntity(
  'invoices',
  {
    tenant: ref(() => Tenant).primary(),
    number: int().unsigned().primary(),
    code: varchar(20),
  },
  {
    pool: shardBy('tenant', { east: '0-255, 768-1023', west: '256-767' }),
    uniques: [{ columns: ['tenant', 'code'] }],
  },
)

/** Named with a stream of its own, which every shard has. */
export const Visit = defineEntity(
  'visits',
  { customerId: bigint().unsigned().primary(), id: uuid().primary() },
  { pool: shardBy('customerId', { east: '0-1022', west: '1023' }), stream: 'orm-visits' },
)
