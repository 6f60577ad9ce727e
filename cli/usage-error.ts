import { OrmError } from '../runtime/errors.js'

/** The command line or its settings cannot be used as they are. Exit code 2. */
export class UsageError extends OrmError {
  readonly code = 'ORM3001'
}
