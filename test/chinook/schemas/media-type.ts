import { defineEntity, int, varchar } from 'orm-gen/schema'

/** Its properties keep the names of the columns. */
export const MediaType = defineEntity(
  'MediaType',
  {
    MediaTypeId: int().primary(),
    Name: varchar(120).nullable(),
  },
  { naming: 'preserve' },
)
