import { defineEntity, id, ref } from 'orm-gen/schema'
import { Product } from './schema.js'

export const Category = defineEntity('categories', { id: id(), bestSeller: ref(() => Product).nullable() })
