import { createHash } from 'node:crypto'

/** `firstName` -> `first_name`, `apiURL` -> `api_url`. */
export function toSnakeCase(name: string): string {
  return splitWords(name, '_')
}

/** `OrderItem` -> `order-item`: the name of a generated file. */
export function toKebabCase(name: string): string {
  return splitWords(name, '-')
}

function splitWords(name: string, separator: '_' | '-'): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, `$1${separator}$2`)
    .replace(/([A-Z])([A-Z][a-z])/g, `$1${separator}$2`)
    .toLowerCase()
}

const IDENTIFIER_MAX = 64

/** Name of a key that has none of its own: `users_email_unique`, shortened with a hash where MySQL allows no more. */
export function keyName(table: string, columns: readonly string[], kind: 'unique' | 'index' | 'foreign'): string {
  const name = [table, ...columns, kind].join('_')
  if (name.length <= IDENTIFIER_MAX) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, IDENTIFIER_MAX - hash.length - 1)}_${hash}`
}
