import { datetime, defineEntity, enumOf, id, int, json, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  name: varchar(80),
  role: enumOf('admin', 'member').default('member'),
  logins: int().unsigned().default(0),
  settings: json<{ theme: string }>().nullable(),
  createdAt: datetime().defaultNow(),
})
