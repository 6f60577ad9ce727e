import { datetime, decimal, defineEntity, enumOf, id, json, ref, varchar } from 'orm-gen/schema'
import { User } from './user.js'

/** Where an order goes. */
export interface Address {
  street: string
  city: string
  /** ISO 3166-1, two letters. */
  country: string
}

/** What a user bought, with its money as it was on that day. */
export const Order = defineEntity(
  'orders',
  {
    id: id(),
    user: ref(() => User).onDelete('restrict'),
    /** What the customer sees. */
    number: varchar(24).unique(),
    status: enumOf('new', 'paid', 'shipped', 'cancelled').default('new'),
    total: decimal(12, 2).default('0.00'),
    shipTo: json<Address>().nullable(),
    placedAt: datetime().defaultNow(),
    shippedAt: datetime().nullable(),
  },
  { indexes: [{ columns: ['status', 'placedAt'] }] },
)
