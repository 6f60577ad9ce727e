import { OrmError } from '../../errors.js'
import { type ColumnPlace, showValue } from './value-error.js'

/** A row of the database does not fit the entity: a column is missing, or holds what its type cannot. */
export class RowError extends OrmError {
  readonly code = 'ORM2103'
  readonly entity: string
  readonly property: string
  /** The value found, shortened; `***` for a sensitive column, undefined where the column is missing. */
  readonly shown: string | undefined

  constructor(at: ColumnPlace, value: unknown, expected: string, remedy?: string) {
    const shown = value === undefined ? undefined : at.sensitive ? '***' : showValue(value)
    const found = shown === undefined ? 'the row has no such column' : `the row has ${shown}`
    super(`${at.entity}.${at.property} cannot be read: ${found}, expected ${expected}`, {
      remedy: remedy ?? 'select every column of the entity, under its column name or its property name',
    })
    this.entity = at.entity
    this.property = at.property
    this.shown = shown
  }
}
