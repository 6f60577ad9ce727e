import { defineEntity, id, int, ref, varchar } from 'orm-gen/schema'

export const Page = defineEntity(
  'pages_of_a_shop_with_quite_a_long_name',
  {
    id: id(),
    site: ref(() => Page).nullable().unique('site_and_slug'),
    slug: varchar(100).unique('site_and_slug'),
    title: varchar(100).index(),
    rank: int().index('by_rank'),
    author: ref(() => Page).nullable().index('by_rank'),
  },
  {
    uniques: [{ columns: ['site', 'rank'] }],
    indexes: [{ columns: ['title', 'rank', 'author', 'slug'] }, { columns: ['slug'], name: 'slugs' }],
  },
)
