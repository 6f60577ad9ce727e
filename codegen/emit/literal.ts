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
  const flat = inlineWithin(value, WIDTH - 1 - place.indent - place.lead)
  if (flat !== undefined) return flat
  if (typeof value === 'string') return longText(value, place.indent)
  if (typeof value !== 'object' || value === null) return scalar(value)
  const indent = place.indent + 2
  const members: string[] = []
  if (isList(value)) {
    for (const item of value) members.push(literal(item, { indent, lead: 0 }))
  } else {
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue
      const key = memberName(name)
      members.push(keyed(key, literal(member, { indent, lead: key.length + 2 })))
    }
  }
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${members.map((member) => `  ${nested(member)},\n`).join('')}${close}`
}

const nested = (text: string) => (text.includes('\n') ? text.replaceAll('\n', '\n  ') : text)

const keyed = (key: string, text: string) => (text.startsWith('\n') ? `${key}:${text}` : `${key}: ${text}`)

/** A string in single quotes, or in double quotes where that needs no escapes. */
export function quoted(text: string): string {
  if (!/['\\\n\r\u2028\u2029]/.test(text)) return `'${text}'`
  const escaped = text.replace(/[\\\n\r\u2028\u2029]/g, (character) => ESCAPES[character] ?? character)
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
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

/** The value on one line; undefined as soon as it takes more than `room` characters. */
function inlineWithin(value: Printable, room: number): string | undefined {
  if (typeof value === 'string' && value.length + 2 > room) return undefined
  if (typeof value !== 'object' || value === null) {
    const text = scalar(value)
    return text.length <= room ? text : undefined
  }
  const list = isList(value)
  let text = list ? '[' : '{ '
  let separator = ''
  for (const [name, member] of list ? value.entries() : Object.entries(value)) {
    if (member === undefined) continue
    text += list ? separator : `${separator}${memberName(String(name))}: `
    const inner = inlineWithin(member, room - text.length)
    if (inner === undefined) return undefined
    text += inner
    separator = ', '
  }
  const closed = separator === '' ? (list ? '[]' : '{}') : text + (list ? ']' : ' }')
  return closed.length <= room ? closed : undefined
}

function scalar(value: string | number | boolean | bigint | null): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'bigint':
      return `${value}n`
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    default:
      return String(value)
  }
}

const isList = (value: Printable): value is readonly Printable[] => Array.isArray(value)
