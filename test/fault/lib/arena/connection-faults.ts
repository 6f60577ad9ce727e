import { setTimeout } from 'node:timers/promises'
import type { FaultAction } from '../proxy/rule.js'
import type { Arena } from './arena.js'

/** What each kind of connection says, so that rare commands get their share of faults. */
export const COMMANDS = {
  consumerRedis: ['XREADGROUP', 'XAUTOCLAIM', 'XPENDING', 'EVAL', 'XGROUP', 'XINFO', 'XRANGE'],
  consumerMysql: [
    'INSERT INTO orm_lazy_event',
    'COMMIT',
    'ROLLBACK',
    'UPDATE orm_lazy',
    /^(INSERT|UPDATE|DELETE).*fault_/is,
  ],
  producerRedis: ['XADD', 'XLEN'],
  producerMysql: ['UPDATE orm_lazy_sequence', 'SELECT event_id', /^SELECT.*fault_/is],
} as const

export type Side = keyof typeof COMMANDS

/** As reports name them. */
export const SIDES = {
  consumerRedis: 'consumer to Redis',
  consumerMysql: 'consumer to MySQL',
  producerRedis: 'producer to Redis',
  producerMysql: 'producer to MySQL',
} as const satisfies Record<Side, string>

const ACTIONS = [
  ['cut before execution', { kind: 'cutBefore' }],
  ['cut after execution', { kind: 'cutAfter' }],
  ['black hole before execution', { kind: 'blackHole' }],
  ['black hole after execution', { kind: 'blackHoleAfter' }],
  ['late execution', { kind: 'late', delayMs: 1_200 }],
  ['late answer', { kind: 'delay', delayMs: 300 }],
] as const satisfies readonly (readonly [string, FaultAction])[]

export const CONNECTION_FAULTS = ACTIONS.map(([name]) => name)

const ANY = /./

/**
 * Hits one of the next few requests, of all or of one command. False, and nothing counted, when none came in `waitMs`.
 */
export async function hurtConnection(arena: Arena, side: Side, waitMs: number): Promise<boolean> {
  const { random, world } = arena
  const [name, action] = random.pick(ACTIONS)
  const command = random.chance(0.7) ? ANY : random.pick<string | RegExp>(COMMANDS[side])
  const rule = world[side].inject({ command, action, at: random.between(1, 3) })
  await Promise.race([rule.strike, setTimeout(waitMs)])
  rule.remove()
  if (rule.struck === 0) return false
  arena.count(`${name}, ${SIDES[side]}`)
  return true
}
