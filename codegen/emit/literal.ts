const WIDTH = 120

/** What can be written as a literal. Members that are undefined are left out. */
export type Printable =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly Printable[]
  | { readonly [key: string]: Printable | undefined }

/**
 * A value as TypeScript: on one line where it fits beside the `reserved` columns that stand left of it, else a member
 * a line.
 */
export function literal(value: Printable, reserved = 0): string {
  const flat = inline(value)
  if (reserved + flat.length < WIDTH || typeof value !== 'object' || value === null) return flat
  const members = isList(value)
    ? value.map((item) => literal(item, reserved + 2))
    : entries(value).map(([key, member]) => `${key}: ${literal(member, reserved + 2 + key.length + 2)}`)
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${members.map((member) => `  ${member.replaceAll('\n', '\n  ')},\n`).join('')}${close}`
}

/** A string in single quotes. */
export function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return `'${escaped}'`
}

/** A name as the key of an object or the member of an interface. */
export function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

function inline(value: Printable): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'bigint':
      return `${value}n`
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'boolean':
      return String(value)
    case 'object': {
      if (value === null) return 'null'
      if (isList(value)) return `[${value.map(inline).join(', ')}]`
      const members = entries(value).map(([key, member]) => `${key}: ${inline(member)}`)
      return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
    }
  }
}

const isList = (value: Printable): value is readonly Printable[] => Array.isArray(value)

function entries(value: { readonly [key: string]: Printable | undefined }): (readonly [string, Printable])[] {
  return Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [[memberName(key), member] as const],
  )
}
