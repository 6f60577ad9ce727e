import type { Difference } from '../../codegen/introspect/index.js'
import { OrmError } from '../../runtime/errors.js'

/** The database refused to add something. What was added before it stays; running again goes on from there. */
export class AdditionRefusedError extends OrmError {
  readonly code = 'ORM3010'
  readonly table: string
  readonly sql: string

  constructor({ table, words }: Difference, sql: string, cause: Error) {
    super(`${table}: ${words}, and cannot be added: ${cause.message}`, {
      remedy:
        'mend what the database names (rows that break a new key, a missing right) and run orm-gen ddl --apply again',
      cause,
    })
    this.table = table
    this.sql = sql
  }
}
