import { didYouMean } from '../../runtime/did-you-mean.js'
import { estimateUnits, isAlive, isReachable, type StreamStatus } from '../../runtime/observe/stream-status.js'
import { UsageError } from '../usage-error.js'

/** `age>30s`, for monitors: whether it holds for a stream. */
export interface Condition {
  readonly text: string
  /** False where the server that would know is away. */
  holds(status: StreamStatus): boolean
}

/** What can be compared; ages in seconds. Undefined where the server that knows is away. */
const METRICS: Readonly<Record<string, (status: StreamStatus) => number | undefined>> = {
  age: ({ redis }) => (isReachable(redis) ? (redis.oldestMs ?? 0) / 1_000 : undefined),
  entries: ({ redis }) => (isReachable(redis) ? redis.entries : undefined),
  units: ({ redis }) => (isReachable(redis) ? estimateUnits(redis).units : undefined),
  dead: ({ database }) => (isReachable(database) ? database.deadLetters : undefined),
  parked: ({ database }) => (isReachable(database) ? database.parked : undefined),
  consumers: ({ database }) => (isReachable(database) ? database.consumers.filter(isAlive).length : undefined),
}

const OPERATORS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '=': (left, right) => left === right,
}

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 }

/** Throws UsageError for what is no condition. */
export function parseCondition(text: string): Condition {
  const [, name = '', operator = '', digits = '', unit] =
    /^\s*([a-z]+)\s*(>=|<=|>|<|=)\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?\s*$/i.exec(text) ?? []
  const compare = OPERATORS[operator]
  const metric = METRICS[name.toLowerCase()]
  if (compare === undefined) {
    throw new UsageError(`--fail-if "${text}" is no condition`, { remedy: "write one like 'age>30s' or 'dead>0'" })
  }
  if (metric === undefined) {
    const names = Object.keys(METRICS)
    throw new UsageError(`--fail-if "${text}": "${name}" is unknown${didYouMean(name, names)}`, {
      remedy: `known are ${names.join(', ')}`,
    })
  }
  if (unit !== undefined && name.toLowerCase() !== 'age') {
    throw new UsageError(`--fail-if "${text}": only age has a unit`, { remedy: `write ${name}${operator}${digits}` })
  }
  const limit = Number(digits) * (unit === undefined ? 1 : SECONDS[unit.toLowerCase()]!)
  return {
    text: text.trim(),
    holds: (status) => {
      const value = metric(status)
      return value !== undefined && compare(value, limit)
    },
  }
}
