import { defineEntity, id, ref, varchar } from 'orm-gen/schema'
import { Category as Kind, Shelf } from './barrel.js'

export const Product = defineEntity('products', {
  id: id(),
  /** Where it belongs. */
  category: ref(() => Kind).onDelete('cascade').onUpdate('cascade'),
  shelf: ref(() => Shelf).nullable().noForeignKey().column('shelf_no'),
  replaces: ref(() => Product).nullable().onDelete('set null'),
  maker: ref(() => Kind).nullable().onDelete('no action').renamedFrom('producer'),
})
