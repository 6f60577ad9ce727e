import type { AppendOutcome } from '../ports.js'
import { RedisFullError } from './redis-full-error.js'

/**
 * What Redis answers when it takes nothing now but may soon: it starts, fails over, moves slots, is held up by a script,
 * or protects itself. A message starts with one of these words.
 */
const PASSING = new Set([
  'LOADING', // reads its data after a start
  'READONLY', // a demoted master: the connection must find the new one
  'MASTERDOWN', // a replica that lost its master
  'CLUSTERDOWN', // the slot has no owner at the moment
  'TRYAGAIN', // the slot is on its way to another node
  'MOVED', // the same, and the client's map is old
  'ASK',
  'BUSY', // a script runs
  'MISCONF', // saving to disk fails, writes are closed until it works
  'NOREPLICAS', // fewer replicas than min-replicas-to-write
])

/** These answers come from a server that is the wrong one: a new connection may reach the right one. */
const MISPLACED = new Set(['READONLY', 'MASTERDOWN'])

type Refused = Extract<AppendOutcome, { kind: 'refused' }>

/** Sorts an error that Redis itself answered with. */
export function refusal(error: Error): Refused {
  const word = firstWord(error)
  if (word === 'OOM') return { kind: 'refused', error: new RedisFullError(error), retryable: false }
  return { kind: 'refused', error, retryable: PASSING.has(word) }
}

/** True when another connection may lead to a server that takes writes. */
export function isMisplaced(error: Error): boolean {
  return MISPLACED.has(firstWord(error))
}

/** True for an answer of Redis, false for a failure of the connection. */
export function isReply(error: Error): boolean {
  return error.name === 'ReplyError'
}

/** True when ioredis had no connection to write to and, as told, kept nothing for later. */
export function isUnwritten(error: Error): boolean {
  return error.message.endsWith('enableOfflineQueue options is false')
}

function firstWord(error: Error): string {
  return error.message.split(' ', 1)[0] ?? ''
}
