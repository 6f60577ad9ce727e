import type { RedisServerFacts } from '../../stream/redis-server-facts.js'
import { isAtLeast } from '../../stream/version.js'
import { type Finding, findings } from './finding.js'

export function checkRedisVersion({ version }: RedisServerFacts, subject: string): Finding {
  const say = findings('redis-version', subject)
  if (!isAtLeast(version, '6.2')) {
    return say.problem(
      `Redis ${version}`,
      'Pending entries are taken over with XAUTOCLAIM, which came with 6.2: without it nothing survives a crash',
      'upgrade to Redis 7 or Valkey',
    )
  }
  if (isAtLeast(version, '7.0')) return say.ok(`Redis ${version}`)
  return say.advice(
    `Redis ${version}`,
    'Before 7.0 deleted entries are not told apart when they are taken over, so lost data goes unnoticed',
    'upgrade to Redis 7 or Valkey',
  )
}
