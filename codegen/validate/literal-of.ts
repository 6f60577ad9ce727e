import type { LiteralValue } from '../model/index.js'
import type { ParsedValue } from '../read/index.js'

/** The value that was written. What could not be read, and was reported, counts as null. */
export function literalOf(value: ParsedValue): LiteralValue {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value.value
    case 'array':
      return value.items.map(literalOf)
    case 'object':
      return Object.fromEntries(value.members.map((member) => [member.name, literalOf(member.value)]))
    case 'null':
    case 'target':
    case 'call':
    case 'unreadable':
      return null
  }
}
