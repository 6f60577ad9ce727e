import { OrmError } from '../../errors.js'

/** An optional package that was asked for is not installed. */
export class MissingPackageError extends OrmError {
  readonly code = 'ORM3202'
  readonly packageName: string

  constructor(packageName: string, cause: unknown) {
    super(`${packageName} is not installed`, { remedy: `npm install ${packageName}`, cause })
    this.packageName = packageName
  }
}
