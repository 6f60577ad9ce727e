import * as schema from 'orm-gen/schema'

/**
 * A thing of which much is said.
 *
 * In several lines, with a `code` and a
 *   deeper indent.
 * @see the other
 */
export const Thing = schema.defineEntity('things', {
  id: schema.id(),
  /** One line. */
  name: schema.varchar(80), // not documentation
  // not documentation either
  /* nor this */
  code: schema.varchar(8),
  /**
   * Two
   * lines.
   */
  size: schema.int().nullable(),
  /** The owner of the thing. */
  owner: schema.ref(() => Thing).nullable(),
})
