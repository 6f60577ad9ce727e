import type { MysqlServerFacts } from '../../database/mysql-server-facts.js'
import type { RedisServerFacts } from '../../stream/redis-server-facts.js'
import { type Finding, findings } from './finding.js'

const WORTH_SAYING_MS = 5_000

/** Event ids carry Redis's time, the ledger is purged by the database's. */
export function checkClocks(redis: RedisServerFacts, mysql: MysqlServerFacts, subject: string): Finding {
  const say = findings('clocks', subject)
  const apartMs = Math.abs(redis.timeMs - mysql.timeMs)
  const found = `${(apartMs / 1_000).toFixed(1)} s apart`
  if (apartMs < WORTH_SAYING_MS) return say.ok(found)
  return say.advice(
    found,
    'Ages are shown wrongly, and the ledger forgets units earlier or later than it should',
    'keep both servers at the right time: timedatectl set-ntp true',
  )
}
