import { binary, bit, char, datetime, decimal, defineEntity, id, time, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  name: varchar(0),
  bio: varchar(20000),
  huge: varchar(70000),
  country: char(256),
  half: char(1.5),
  total: decimal(66, 2),
  price: decimal(4, 5),
  flags: bit(65),
  hash: binary(-1),
  at: datetime(7),
  daily: time(9),
})
