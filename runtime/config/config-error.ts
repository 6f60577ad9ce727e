import { OrmError } from '../errors.js'

/** One mistake: where it stands (`lazy.redis`, empty for the whole) and what is wrong. Never holds a password. */
export interface ConfigProblem {
  readonly path: string
  readonly message: string
}

/** The configuration cannot be used; `problems` are all its mistakes, not just the first. */
export class ConfigError extends OrmError {
  readonly code = 'ORM2501'
  /** `orm.yaml`, `Registry`, `config` for an object, `environment`. */
  readonly source: string
  readonly problems: readonly ConfigProblem[]

  constructor(source: string, problems: readonly ConfigProblem[], options: { readonly cause?: unknown } = {}) {
    super(problems.map(({ path, message }) => [source, path, message].filter(Boolean).join(': ')).join('\n'), options)
    this.source = source
    this.problems = problems
  }
}
