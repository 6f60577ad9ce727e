import { bigint, defineEntity, id, shardBy, uuid, varchar } from 'orm-gen/schema'

export const Unknown = defineEntity('unknowns', { id: uuid().primary() }, {
  // @ts-expect-error: no such column
  pool: shardBy('tenantId', { a: '0-1023' }),
})

export const Outside = defineEntity(
  'outsides',
  { id: uuid().primary(), tenantId: bigint().unsigned() },
  { pool: shardBy('tenantId', { a: '0-1023' }) },
)

export const Counted = defineEntity('counted', { id: id() }, { pool: shardBy('id', { a: '0-1023' }) })

export const Text = defineEntity('texts', { code: varchar(10).primary() }, { pool: shardBy('code', { a: '0-1023' }) })
