import type { MysqlServerFacts } from '../../database/mysql-server-facts.js'
import { type Finding, findings } from './finding.js'

export function checkMysqlFlush({ flushAtCommit }: MysqlServerFacts, subject: string): Finding {
  const say = findings('mysql-flush', subject)
  const found = `innodb_flush_log_at_trx_commit is ${flushAtCommit}`
  if (flushAtCommit === 1) return say.ok(found)
  return say.problem(
    found,
    'Units are removed from Redis once MySQL has committed them; a power failure may then take back the last second',
    'SET GLOBAL innodb_flush_log_at_trx_commit = 1 (and in my.cnf)',
  )
}
