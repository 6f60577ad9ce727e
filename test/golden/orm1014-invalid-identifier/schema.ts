import { defineEntity, id, int, varchar } from 'orm-gen/schema'

export const User = defineEntity('', { id: id() })

export const Team = defineEntity('orm_lazy_event', { id: id() })

export const Order = defineEntity(
  'orders_of_a_shop_with_a_name_that_is_a_good_deal_longer_than_it_should_be',
  {
    id: id(),
    total: int().column('total '),
    code: int().column('\u{1F600}'),
    name: varchar(10).unique('primary'),
    city: varchar(10).index(''),
  },
)
