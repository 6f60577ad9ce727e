import { OrmError } from '../errors.js'

/** No id of the table's sequence is in hand and MySQL gives none. Nothing was queued; entities with uuid keys go on. */
export class SequenceUnavailableError extends OrmError {
  readonly code = 'ORM2608'
  readonly table: string

  constructor(table: string, cause: unknown) {
    super(`Nothing was queued: no id for table "${table}" is in hand${because(cause)}`, {
      remedy:
        'Flush again when MySQL is back; create missing tables with `orm-gen ddl --apply`. Keys by uuid() need no sequence.',
      cause,
    })
    this.table = table
  }
}

function because(cause: unknown): string {
  return cause instanceof Error ? `, and MySQL gives none: ${cause.message}` : ''
}
