import { datetime, decimal, defineEntity, enumOf, id, int, json, ref, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  name: varchar('80'),
  age: int(11),
  price: decimal('10', 2),
  role: enumOf('admin', 2),
  team: ref('Team'),
  settings: json({}),
  joinedAt: datetime('3'),
  email: varchar(80).column(),
  phone: varchar(80).unique(1).comment('a', 'b'),
  city: varchar(80).default(),
  code: varchar(80).generatedAs('1', 'sometimes'),
  boss: ref(() => User).onDelete('explode'),
  old: varchar(80).renamedFrom(),
  note: varchar(80).nullable(true),
}, { pool: 3, naming: 'camel', coalesce: 'no', removed: 'nickname', indexes: 'name', uniques: [{ columns: [] }, { column: ['name'] }] })

export const Team = defineEntity({ id: id() })

export const Order = defineEntity('orders', { id: id() }, 'default')
