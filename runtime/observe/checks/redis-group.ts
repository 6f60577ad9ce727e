import type { StreamConfig } from '../../config/engine-config.js'
import { type Finding, findings } from './finding.js'

/** `groups` are the names found on the stream. */
export function checkRedisGroup({ name, group, key }: StreamConfig, groups: readonly string[]): Finding {
  const say = findings('redis-group', `stream ${name}`)
  const others = groups.filter((other) => other !== group)
  if (others.length > 0) {
    return say.problem(
      `groups ${groups.join(', ')}`,
      'Applied entries are removed from the stream: another group loses what it has not read yet',
      `XGROUP DESTROY ${key} ${others[0]}`,
    )
  }
  return say.ok(groups.length === 0 ? 'no group yet: the first consumer makes it' : `group ${group}`)
}
