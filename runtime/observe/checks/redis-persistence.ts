import type { Durability, EngineSettings } from '../../config/options.js'
import type { RedisServerFacts } from '../../stream/redis-server-facts.js'
import { isAtLeast } from '../../stream/version.js'
import { type Finding, findings } from './finding.js'

/** What a crash of Redis, or of its machine, leaves of the entries that wait. */
export function checkRedisPersistence(
  server: RedisServerFacts,
  settings: EngineSettings,
  subject: string,
): readonly Finding[] {
  const say = findings('redis-persistence', subject)
  if (!server.appendOnly) {
    return [
      say.problem(
        'appendonly is no',
        'A restart of Redis loses every unit that was queued since its last snapshot',
        'CONFIG SET appendonly yes (and in redis.conf)',
      ),
    ]
  }
  const failed = server.lastAppendFailed
    ? [
        say.problem(
          'the last write to the append-only file failed',
          'Redis refuses writes until it succeeds: the disk may be full',
          'make room on its disk, then look at: INFO persistence',
        ),
      ]
    : []
  return [...failed, checkFsync(server, settings, subject)]
}

function checkFsync(server: RedisServerFacts, { durability, assumeFsync }: EngineSettings, subject: string): Finding {
  const say = findings('redis-fsync', subject)
  if (server.fsync === undefined) {
    if (durability !== 'fsync' || assumeFsync) return say.ok('appendonly is yes; appendfsync cannot be seen')
    return say.unknown(
      'CONFIG GET is closed',
      "durability 'fsync' promises more than can be seen here",
      'set assumeFsync: true where the provider promises to fsync each write',
    )
  }
  const { policy, pausedOnRewrite } = server.fsync
  const found = `appendfsync is ${policy}${pausedOnRewrite ? ', paused while the file is rewritten' : ''}`
  if (policy === 'no') {
    return say.problem(
      found,
      'A power failure loses whatever the kernel has not written, up to 30 seconds',
      'CONFIG SET appendfsync everysec (and in redis.conf)',
    )
  }
  if (needsAlways(durability, server) && (policy !== 'always' || pausedOnRewrite)) {
    return say.problem(
      found,
      `durability 'fsync' needs every write on disk; before Redis 7.2 there is no WAITAOF to wait for it`,
      'CONFIG SET appendfsync always; CONFIG SET no-appendfsync-on-rewrite no',
    )
  }
  if (pausedOnRewrite) {
    return say.advice(
      found,
      'A power failure during a rewrite of the file may lose more than a second',
      'CONFIG SET no-appendfsync-on-rewrite no (and in redis.conf)',
    )
  }
  return say.ok(found)
}

const needsAlways = (durability: Durability, { version }: RedisServerFacts): boolean =>
  durability === 'fsync' && !isAtLeast(version, '7.2')
