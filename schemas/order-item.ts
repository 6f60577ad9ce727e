import { bool, decimal, defineEntity, id, int, ref, varchar } from 'orm-gen/schema'
import { Order } from './order.js'

/** One line of an order. */
export const OrderItem = defineEntity('order_items', {
  id: id(),
  order: ref(() => Order).onDelete('cascade'),
  sku: varchar(40).index(),
  amount: int().unsigned().default(1),
  /** Of one piece. */
  price: decimal(12, 2),
  gift: bool().default(false),
})
