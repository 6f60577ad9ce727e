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

/** Where a value is written: its first line starts after `indent` spaces and `lead` more characters. */
interface Place {
  readonly indent: number
  readonly lead: number
}

/**
 * A value as TypeScript: on one line where it fits, else a member a line, and long texts a piece a line. Lines after
 * the first are indented from 0.
 */
export function literal(value: Printable, place: Place = { indent: 0, lead: 0 }): string {
  const flat = inline(value)
  if (place.indent + place.lead + flat.length < WIDTH) return flat
  if (typeof value === 'string') return longText(value, place.indent)
  if (typeof value !== 'object' || value === null) return flat
  const indent = place.indent + 2
  const members = isList(value)
    ? value.map((item) => literal(item, { indent, lead: 0 }))
    : entries(value).map(([key, member]) => keyed(key, literal(member, { indent, lead: key.length + 2 })))
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${members.map((member) => `  ${member.replaceAll('\n', '\n  ')},\n`).join('')}${close}`
}

const keyed = (key: string, text: string) => (text.startsWith('\n') ? `${key}:${text}` : `${key}: ${text}`)

/** A string in single quotes, or in double quotes where that needs no escapes. */
export function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

/** A text as a sum of pieces, cut after commas where it can be, else after spaces. */
function longText(text: string, indent: number): string {
  const room = WIDTH - indent - "  '' +".length
  const pieces: string[] = []
  let rest = text
  while (rest.length > room) {
    const end = cut(rest, room)
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  pieces.push(rest)
  return pieces.length === 1 ? quoted(text) : `\n  ${pieces.map(quoted).join(' +\n  ')}`
}

function cut(text: string, room: number): number {
  const comma = text.lastIndexOf(', ', room - 2)
  if (comma >= room / 3) return comma + 2
  const space = text.lastIndexOf(' ', room - 1)
  return space < 0 ? text.length : space + 1
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
