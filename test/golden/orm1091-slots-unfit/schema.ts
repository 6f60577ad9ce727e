import { defineEntity, shardBy, uuid } from 'orm-gen/schema'

export const Gap = defineEntity('gaps', { id: uuid().primary() }, { pool: shardBy('id', { a: '0-99', b: '101-1023' }) })

export const Twice = defineEntity(
  'twices',
  { id: uuid().primary() },
  { pool: shardBy('id', { a: '0-512', b: '512-1023' }) },
)

export const Beyond = defineEntity('beyonds', { id: uuid().primary() }, { pool: shardBy('id', { a: '0-1024' }) })

export const Words = defineEntity('words', { id: uuid().primary() }, { pool: shardBy('id', { a: 'all' }) })

export const Nothing = defineEntity('nothings', { id: uuid().primary() }, { pool: shardBy('id', {}) })
