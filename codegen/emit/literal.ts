const WIDTH = 120

/** An expression that is written as it is. */
export class Code {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What can be written as a literal. Members that are undefined are left out. */
export type Printable =
  | string
  | number
  | boolean
  | bigint
  | null
  | Code
  | readonly Printable[]
  | { readonly [key: string]: Printable | undefined }

/** Where a value is written: its first line starts after `indent` spaces and `lead` more characters. */
interface Place {
  readonly indent: number
  readonly lead: number
}

type Quote = (text: string) => string

/** A value as TypeScript: on one line where it fits, else a member a line, and long texts a piece a line. */
export function literal(value: Printable, place: Place = { indent: 0, lead: 0 }, quote: Quote = quoted): string {
  const flat = inlineWithin(value, WIDTH - 1 - place.indent - place.lead, quote)
  if (flat !== undefined) return flat
  if (typeof value === 'string') return longText(value, place.indent, quote)
  if (typeof value !== 'object' || value === null || value instanceof Code) return scalar(value, quote)
  const indent = place.indent + 2
  const pad = `\n${' '.repeat(indent)}`
  const list = isList(value)
  let text = list ? '[' : '{'
  for (const [name, member] of list ? value.entries() : Object.entries(value)) {
    if (member === undefined) continue
    const key = list ? '' : `${memberName(String(name))}:`
    const inner = literal(member, { indent, lead: list ? 0 : key.length + 1 }, quote)
    text += `${pad}${key}${list || inner.startsWith('\n') ? '' : ' '}${inner},`
  }
  return `${text}\n${' '.repeat(place.indent)}${list ? ']' : '}'}`
}

/** A string in single quotes. */
export const quoted: Quote = (text) => `'${escaped(text).replaceAll("'", "\\'")}'`

/** A string in double quotes, for SQL, whose own quotes are single. */
export const doubleQuoted: Quote = (text) => `"${escaped(text).replaceAll('"', '\\"')}"`

function escaped(text: string): string {
  if (!/[\\\n\r\u2028\u2029]/.test(text)) return text
  return text.replace(/[\\\n\r\u2028\u2029]/g, (character) => ESCAPES[character] ?? character)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** A text as a sum of pieces, cut after commas or spaces. */
function longText(text: string, indent: number, quote: Quote): string {
  const room = WIDTH - indent - "  '' +".length
  const pad = `\n${' '.repeat(indent + 2)}`
  let written = ''
  let start = 0
  while (text.length - start > room) {
    const end = start + cut(text.slice(start, start + room + 1), room)
    if (end >= text.length || end === start) break
    written += `${pad}${quote(text.slice(start, end))} +`
    start = end
  }
  return start === 0 ? quote(text) : `${written}${pad}${quote(text.slice(start))}`
}

/** Characters of the next piece, at most `room`; 0 where there is no place to cut. */
function cut(text: string, room: number): number {
  for (const mark of [', ', ' ', ',']) {
    const end = text.lastIndexOf(mark, room - mark.length) + mark.length
    if (end >= room / 3) return end
  }
  return text.lastIndexOf(' ', room - 1) + 1
}

/** A name as the key of an object or the member of an interface. */
function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

/** The value on one line; undefined as soon as it takes more than `room` characters. */
function inlineWithin(value: Printable, room: number, quote: Quote): string | undefined {
  if (typeof value === 'string' && value.length + 2 > room) return undefined
  if (typeof value !== 'object' || value === null || value instanceof Code) {
    const text = scalar(value, quote)
    return text.length <= room ? text : undefined
  }
  const list = isList(value)
  let text = list ? '[' : '{ '
  let separator = ''
  for (const [name, member] of list ? value.entries() : Object.entries(value)) {
    if (member === undefined) continue
    text += list ? separator : `${separator}${memberName(String(name))}: `
    const inner = inlineWithin(member, room - text.length, quote)
    if (inner === undefined) return undefined
    text += inner
    separator = ', '
  }
  const closed = separator === '' ? (list ? '[]' : '{}') : text + (list ? ']' : ' }')
  return closed.length <= room ? closed : undefined
}

function scalar(value: string | number | boolean | bigint | null | Code, quote: Quote): string {
  if (value instanceof Code) return value.text
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'bigint':
      return `${value}n`
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    default:
      return String(value)
  }
}

const isList = (value: Printable): value is readonly Printable[] => Array.isArray(value)
