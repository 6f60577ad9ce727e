import { isWellFormed } from './well-formed.js'

/** Levels of nesting that every supported server takes: MariaDB refuses deeper documents. */
const MAX_DEPTH = 31

/**
 * What JSON text would lose of a value, as the end of a sentence; undefined when it comes back equal. Properties that
 * are undefined count as absent.
 */
export function findJsonFault(value: unknown): string | undefined {
  return visit(value, 1)
}

function visit(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value) ? undefined : 'it holds half a surrogate pair'
    case 'boolean':
      return undefined
    case 'number':
      return Number.isFinite(value) ? undefined : `it holds ${value}`
    case 'object':
      return value === null ? undefined : visitObject(value, depth)
    default:
      return `it holds a ${typeof value}`
  }
}

function visitObject(value: object, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels, or in a circle`
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = visit(value[index], depth + 1)
      if (fault !== undefined) return fault
    }
    return undefined
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    return `it holds an object of class ${value.constructor?.name ?? 'unknown'}`
  }
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    if (!isWellFormed(key)) return 'a key holds half a surrogate pair'
    const fault = visit(member, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}
