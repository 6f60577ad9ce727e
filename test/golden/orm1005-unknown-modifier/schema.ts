import { datetime, defineEntity, id, int, text, uuid, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  name: varchar(80).nulable(),
  token: uuid().autoIncrement(),
  age: int().softDelete(),
  bio: text().unsigned(),
  createdAt: datetime().onDelete('cascade'),
  number: int().version(),
  day: varchar(10).defaultNow(),
})
