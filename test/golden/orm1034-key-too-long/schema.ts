import { defineEntity, id, int, varchar } from 'orm-gen/schema'

export const Page = defineEntity(
  'pages',
  { id: id(), url: varchar(769).unique(), host: varchar(255), path: varchar(600) },
  { indexes: [{ columns: ['host', 'path'] }] },
)

export const Wide = defineEntity(
  'wide',
  {
    id: id(),
    c0: int(),
    c1: int(),
    c2: int(),
    c3: int(),
    c4: int(),
    c5: int(),
    c6: int(),
    c7: int(),
    c8: int(),
    c9: int(),
    c10: int(),
    c11: int(),
    c12: int(),
    c13: int(),
    c14: int(),
    c15: int(),
    c16: int(),
  },
  { indexes: [{ columns: ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10', 'c11', 'c12', 'c13', 'c14', 'c15', 'c16'] }] },
)
