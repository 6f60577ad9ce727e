import type { MysqlServerFacts } from '../../database/mysql-server-facts.js'
import { type Finding, findings } from './finding.js'

const NEEDED = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const

export function checkMysqlRights({ grants, database }: MysqlServerFacts, subject: string): Finding {
  const say = findings('mysql-rights', subject)
  const rights = rightsOn(database, grants)
  const grant = (missing: readonly string[]) => `GRANT ${missing.join(', ')} ON \`${database}\`.* TO CURRENT_USER()`
  if (rights === undefined) {
    return say.unknown(
      'the rights come from roles or single tables',
      `The consumer needs ${NEEDED.join(', ')} on its tables and on orm_lazy_*`,
      grant(NEEDED),
    )
  }
  const missing = NEEDED.filter((right) => !rights.has(right))
  if (missing.length > 0) {
    return say.problem(
      `${missing.join(', ')} missing`,
      'The consumer stops with an alert where a right is missing',
      grant(missing),
    )
  }
  if (rights.has('CREATE')) return say.ok('may read, write and create')
  return say.ok('may read and write; tables come from orm-gen ddl --apply, with an account that may create them')
}

const ALL = new Set([...NEEDED, 'CREATE'])

/** What whole-database grants allow; undefined where there are none, so that it cannot be told. */
function rightsOn(database: string, grants: readonly string[]): ReadonlySet<string> | undefined {
  const sets = grants.flatMap((line) => {
    const [, list, scope] = /^GRANT (.+) ON (?:TABLE )?(\S+) TO /i.exec(line) ?? []
    if (list === undefined || scope === undefined || !covers(scope, database)) return []
    return [/ALL PRIVILEGES/i.test(list) ? ALL : new Set(list.split(',').map((right) => right.trim().toUpperCase()))]
  })
  const rights = new Set(sets.flatMap((set) => [...set]))
  rights.delete('USAGE')
  return rights.size === 0 ? undefined : rights
}

/** A scope is `*.*` or a pattern in backticks, where `%` and `_` stand for anything. */
function covers(scope: string, database: string): boolean {
  const [, pattern] = /^`?(.*?)`?\.\*$/.exec(scope) ?? []
  if (pattern === undefined) return false
  if (pattern === '*') return true
  const source = pattern.replace(/\\?[%_]|[.*+?^${}()|[\]\\]/g, (found) => {
    if (found === '%') return '.*'
    if (found === '_') return '.'
    return found.length === 2 ? found[1]! : `\\${found}`
  })
  return new RegExp(`^${source}$`).test(database)
}
