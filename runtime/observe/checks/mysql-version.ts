import type { MysqlServerFacts } from '../../database/mysql-server-facts.js'
import { isAtLeast } from '../../stream/version.js'
import { type Finding, findings } from './finding.js'

const OLDEST_MYSQL = '8.0.4'
const OLDEST_MARIADB = '10.6'

export function checkMysqlVersion({ version }: MysqlServerFacts, subject: string): Finding {
  const say = findings('mysql-version', subject)
  const isMariaDB = /mariadb/i.test(version)
  if (isAtLeast(version, isMariaDB ? OLDEST_MARIADB : OLDEST_MYSQL)) return say.ok(version)
  return say.problem(
    version,
    'Batches travel as JSON and are read with JSON_TABLE, which this server does not have',
    `upgrade to MySQL ${OLDEST_MYSQL} or MariaDB ${OLDEST_MARIADB}, or later`,
  )
}
