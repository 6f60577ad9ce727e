import type { RedisServerFacts } from '../../stream/redis-server-facts.js'
import { type Finding, findings } from './finding.js'

export function checkRedisEviction({ evictionPolicy }: RedisServerFacts, subject: string): Finding {
  const say = findings('redis-eviction', subject)
  const found = `maxmemory-policy is ${evictionPolicy}`
  if (evictionPolicy === 'noeviction') return say.ok(found)
  return say.problem(
    found,
    'A full server may throw away the whole stream, with everything that waits in it',
    'CONFIG SET maxmemory-policy noeviction (and in redis.conf)',
  )
}
