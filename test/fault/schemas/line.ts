import { defineEntity, id, int, ref, varchar } from 'orm-gen/schema'
import { Account } from './account.js'

/** A child with an auto-increment key, deleted with its parent. */
export const Line = defineEntity('fault_lines', {
  id: id().autoIncrement(),
  account: ref(() => Account).onDelete('cascade'),
  /** Says which insert this is; not unique, so that a doubled insert shows as a second row. */
  token: varchar(60).index(),
  n: int().unsigned().default(0),
})
