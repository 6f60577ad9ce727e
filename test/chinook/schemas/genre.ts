import { defineEntity, int, varchar } from 'orm-gen/schema'

/** Its properties keep the names of the columns. */
export const Genre = defineEntity(
  'Genre',
  {
    GenreId: int().primary(),
    Name: varchar(120).nullable(),
  },
  { naming: 'preserve' },
)
