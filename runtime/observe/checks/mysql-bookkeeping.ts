import { BOOKKEEPING_TABLES } from '../../database/bookkeeping.js'
import type { MysqlServerFacts } from '../../database/mysql-server-facts.js'
import { type Finding, findings } from './finding.js'

const NAMES = BOOKKEEPING_TABLES.flatMap((statement) => /orm_lazy_\w+/.exec(statement)?.[0] ?? [])

export function checkMysqlBookkeeping({ tables }: MysqlServerFacts, subject: string): Finding {
  const say = findings('mysql-bookkeeping', subject)
  const missing = NAMES.filter((name) => !tables.has(name))
  if (missing.length > 0) {
    return say.problem(
      `${missing.join(', ')} missing`,
      'Ledger, lease, dead letters and sequences live there; a consumer that may create tables makes them',
      'orm-gen ddl --apply',
    )
  }
  const others = NAMES.filter((name) => tables.get(name)?.engine !== 'InnoDB')
  if (others.length === 0) return say.ok(`${NAMES.length} tables, InnoDB`)
  return say.problem(
    `${others.join(', ')} not InnoDB`,
    'Rows and ledger must commit together; other engines commit nothing',
    `ALTER TABLE ${others[0]} ENGINE = InnoDB`,
  )
}
