import type { RedisServerFacts } from '../../stream/redis-server-facts.js'
import { type Finding, findings } from './finding.js'

const FULL_FROM = 0.8

export function checkRedisMemory({ usedBytes, limitBytes }: RedisServerFacts, subject: string): Finding {
  const say = findings('redis-memory', subject)
  if (limitBytes === 0) {
    return say.advice(
      `${megabytes(usedBytes)} used, no limit`,
      'A backlog that grows without end takes the memory of the machine, and the kernel ends the server',
      'CONFIG SET maxmemory 2gb (what the machine can spare), or set backlog.refuseAt',
    )
  }
  const found = `${megabytes(usedBytes)} of ${megabytes(limitBytes)} used`
  if (usedBytes / limitBytes < FULL_FROM) return say.ok(found)
  return say.problem(
    found,
    'Once it is full, flushes are refused; consumers go on and make room',
    'start consumers, or raise maxmemory: CONFIG SET maxmemory 4gb',
  )
}

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`
