import type { CpuPerEvent } from '../cpu.js'

/** Microseconds of processor time that one event costs each part. */
export interface EventCost {
  readonly node: number
  readonly redis: number
  readonly database: number
}

/** Undefined where one of the servers cannot be looked at. */
export function costOf(cpu: CpuPerEvent | undefined): EventCost | undefined {
  if (cpu?.redis === undefined || cpu.database === undefined) return undefined
  return { node: cpu.node, redis: cpu.redis, database: cpu.database }
}

export function totalCost({ node, redis, database }: EventCost): number {
  return node + redis + database
}

/**
 * Events a second that consumers of so many streams apply on one machine: a consumer's own code has one core, and all
 * parts together have those that there are. Waiting for disk and network is not in it.
 */
export function predictedRate(cost: EventCost, streams: number, cores: number): number {
  const byConsumers = (streams * 1_000_000) / cost.node
  const byCores = (cores * 1_000_000) / totalCost(cost)
  return Math.min(byConsumers, byCores)
}

/** Cores of each part that so many events a second keep busy. */
export function coresFor(cost: EventCost, eventsASecond: number): EventCost {
  const cores = (microseconds: number) => (microseconds * eventsASecond) / 1_000_000
  return { node: cores(cost.node), redis: cores(cost.redis), database: cores(cost.database) }
}
