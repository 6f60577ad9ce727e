import { OrmError } from '../../errors.js'

/** The database would refuse or change this value; nothing was queued. */
export class ValueError extends OrmError {
  readonly code = 'ORM2102'
  /** `User` */
  readonly entity: string
  /** `firstName` */
  readonly property: string
  /** What the value breaks: `must be at most 100 characters and has 104`. */
  readonly rule: string
  /** The value, shortened, as it stands in the message; `***` for a sensitive column. */
  readonly shown: string

  constructor(at: ColumnPlace, value: unknown, rule: string, remedy?: string) {
    const shown = at.sensitive && value !== undefined ? '***' : showValue(value)
    const found = value === undefined ? '' : `: ${shown}`
    super(`${at.entity}.${at.property} ${rule}${found}`, remedy === undefined ? {} : { remedy })
    this.entity = at.entity
    this.property = at.property
    this.rule = rule
    this.shown = shown
  }
}

/** Where a value belongs, for messages. */
export interface ColumnPlace {
  readonly entity: string
  readonly property: string
  readonly sensitive: boolean
}

const SHOWN_LENGTH = 40

/** The value as one would write it in TypeScript, at most about 40 characters. */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `'${shorten(value)}'`
    case 'bigint':
      return `${shorten(String(value))}n`
    case 'object':
      return showObject(value)
    case 'function':
    case 'symbol':
      return typeof value
    default:
      return Object.is(value, -0) ? '-0' : String(value)
  }
}

function showObject(value: object | null): string {
  if (value === null) return 'null'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Uint8Array) {
    return `${value.length} bytes 0x${Buffer.from(value.subarray(0, SHOWN_LENGTH / 4)).toString('hex')}${value.length > SHOWN_LENGTH / 4 ? '...' : ''}`
  }
  try {
    return shorten(JSON.stringify(value) ?? 'undefined')
  } catch {
    return `an object of class ${value.constructor?.name ?? 'Object'}`
  }
}

function shorten(text: string): string {
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH - 3)}...`
}
