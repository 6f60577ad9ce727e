import { OrmError } from '../runtime/errors.js'

/** Exit code of a program that cannot get or reach its servers. */
export const SERVERS_EXIT_CODE = 4

/** No rung of the ladder has a server of this kind; `tried` says why, rung by rung. */
export class ServerNotFoundError extends OrmError {
  readonly code = 'ORM3101'
  readonly exitCode = SERVERS_EXIT_CODE
  readonly kind: string
  readonly tried: readonly string[]

  constructor(facts: { readonly kind: string; readonly tried: readonly string[]; readonly installLine: string }) {
    super(`no ${facts.kind} server was found\n${facts.tried.map((reason) => `  - ${reason}`).join('\n')}`, {
      remedy: `install one: ${facts.installLine}`,
    })
    this.kind = facts.kind
    this.tried = facts.tried
  }
}

/** The program was found and did not come up; `logTail` holds the last lines that it wrote. */
export class ServerStartError extends OrmError {
  readonly code = 'ORM3102'
  readonly exitCode = SERVERS_EXIT_CODE
  readonly command: string
  readonly logTail: string

  constructor(facts: { readonly command: string; readonly reason: string; readonly logTail: string }) {
    super(
      `${facts.command} did not start: ${facts.reason}${facts.logTail === '' ? '' : `\n${indent(facts.logTail)}`}`,
      {
        remedy: 'mend what the log says, or name running servers in REDIS_URL and MYSQL_URL',
      },
    )
    this.command = facts.command
    this.logTail = facts.logTail
  }
}

/** REDIS_URL or MYSQL_URL names a server that nobody answers for. */
export class ServerUnreachableError extends OrmError {
  readonly code = 'ORM3103'
  readonly exitCode = SERVERS_EXIT_CODE
  readonly variable: string
  readonly url: string

  constructor(facts: { readonly variable: string; readonly url: string; readonly cause: unknown }) {
    super(`${facts.variable} is set to ${facts.url}, but no server answers there`, {
      remedy: `start that server, or unset ${facts.variable} so that a private one is started`,
      cause: facts.cause,
    })
    this.variable = facts.variable
    this.url = facts.url
  }
}

/** What an entity holds and MySQL does not. */
export interface FlushDifference {
  readonly entity: object
  /** `User 7: email is "a@x" and not "b@x"` */
  readonly text: string
}

/** `expectFlushed` waited in vain; `differences` says what was left. */
export class NotFlushedError extends OrmError {
  readonly code = 'ORM3104'
  readonly differences: readonly FlushDifference[]

  constructor(differences: readonly FlushDifference[]) {
    super(`MySQL does not hold what was expected\n${differences.map(({ text }) => `  ${text}`).join('\n')}`, {
      remedy: 'run a consumer or call drain(engine); a unit that was refused is among the dead letters',
    })
    this.differences = differences
  }
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  | ${line}`)
    .join('\n')
}
