import { randomBytes } from 'node:crypto'

const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** True for a UUIDv7 in lower-case text form. */
export function isEventId(text: string): boolean {
  return EVENT_ID.test(text)
}

/** Gives the ids of the units in the entry of this base: the base plus the unit's place, from 0, in its last 16 bits. */
export function unitEventIds(baseId: string): (index: number) => string {
  const start = baseId.slice(0, 32)
  const first = Number.parseInt(baseId.slice(32), 16)
  return (index) => start + (first + index).toString(16).padStart(4, '0')
}

/** How many units an entry of this base may hold: its last 16 bits must not overflow. */
export function unitCapacity(baseId: string): number {
  return 0x1_0000 - Number.parseInt(baseId.slice(32), 16)
}

/** Milliseconds since 1970 by Redis's clock at the making of the id. */
export function eventIdTime(eventId: string): number {
  return Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16)
}

/** The 16 bytes of `orm_lazy_event.event_id`. */
export function eventIdToBytes(eventId: string): Buffer {
  return Buffer.from(eventId.replaceAll('-', ''), 'hex')
}

/** The 16 bytes that sort before every event id of this time or later. */
export function firstEventIdAt(timeMs: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.max(0, Math.floor(timeMs)), 0, 6)
  return bytes
}

/** The reverse of `eventIdToBytes`. */
export function eventIdFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const TAILS_AHEAD = 512
const MAX_COUNTER = 0xfff
const VARIANTS = '89ab'

/**
 * Makes base ids: UUIDv7 of a clock (Redis's), growing within this process even where the clock does not; a 12-bit
 * counter, 46 random bits, and 16 bits of zero for the units to count in.
 */
export class EventIdSource {
  readonly #now: () => number
  /** The random ends of ids, made many at a time: one by one each would cost as much as the rest of the id. */
  #tails: string[] = []
  #time = 0
  #timeText = ''
  #counter = 0

  constructor(now: () => number) {
    this.#now = now
  }

  next(): string {
    const now = Math.floor(this.#now())
    if (now > this.#time) this.#startAt(now)
    else if (++this.#counter > MAX_COUNTER) this.#startAt(this.#time + 1)
    const counter = this.#counter === 0 ? '000' : this.#counter.toString(16).padStart(3, '0')
    if (this.#tails.length === 0) this.#tails = randomTails()
    return `${this.#timeText}-7${counter}${this.#tails.pop()}`
  }

  #startAt(time: number): void {
    const text = time.toString(16).padStart(12, '0')
    this.#time = time
    this.#timeText = `${text.slice(0, 8)}-${text.slice(8)}`
    this.#counter = 0
  }
}

/** Variant and 46 random bits, then the 16 bits of zero. */
function randomTails(): string[] {
  const bytes = randomBytes(TAILS_AHEAD * 6)
  return Array.from({ length: TAILS_AHEAD }, (_, place) => {
    const digits = bytes.toString('hex', place * 6, place * 6 + 6)
    const variant = VARIANTS[bytes[place * 6]! >> 6]
    return `-${variant}${digits.slice(1, 4)}-${digits.slice(4)}0000`
  })
}
