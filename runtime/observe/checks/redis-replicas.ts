import type { EngineSettings } from '../../config/options.js'
import type { RedisServerFacts } from '../../stream/redis-server-facts.js'
import { type Finding, findings } from './finding.js'

/** Nothing to say unless flushes wait for replicas. */
export function checkRedisReplicas(
  { connectedReplicas }: RedisServerFacts,
  { durability, replicas }: EngineSettings,
  subject: string,
): readonly Finding[] {
  if (durability !== 'replica') return []
  const say = findings('redis-replicas', subject)
  const found = `${connectedReplicas} connected, ${replicas} wanted`
  if (connectedReplicas >= replicas) return [say.ok(found)]
  return [
    say.problem(
      found,
      "durability 'replica' waits for them: every flush will fail at its deadline",
      'start the replicas, or lower the option replicas',
    ),
  ]
}
