import { randomFillSync } from 'node:crypto'

const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** True for a UUIDv7 in lower-case text form. */
export function isEventId(text: string): boolean {
  return EVENT_ID.test(text)
}

/** The id of unit `index` in the entry of this base: the base plus `index` in its last 16 bits. */
export function unitEventId(baseId: string, index: number): string {
  if (index === 0) return baseId
  const last = Number.parseInt(baseId.slice(32), 16) + index
  return baseId.slice(0, 32) + last.toString(16).padStart(4, '0')
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

const RANDOM_BYTES = 6
const POOL_IDS = 256
const MAX_COUNTER = 0xfff

/**
 * Makes base ids: UUIDv7 of a clock (Redis's), growing within this process even where the clock does not; a 12-bit
 * counter, 46 random bits, and 16 bits of zero for the units to count in.
 */
export class EventIdSource {
  readonly #now: () => number
  readonly #pool = new Uint8Array(RANDOM_BYTES * POOL_IDS)
  #poolOffset = this.#pool.length
  #time = 0
  #counter = 0

  constructor(now: () => number) {
    this.#now = now
  }

  next(): string {
    const now = Math.floor(this.#now())
    if (now > this.#time) {
      this.#time = now
      this.#counter = 0
    } else if (++this.#counter > MAX_COUNTER) {
      this.#time++
      this.#counter = 0
    }
    const time = this.#time.toString(16).padStart(12, '0')
    const counter = this.#counter.toString(16).padStart(3, '0')
    const random = this.#random()
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${random.slice(0, 4)}-${random.slice(4)}0000`
  }

  /** 12 hex digits; the first two bits are the variant. */
  #random(): string {
    if (this.#poolOffset === this.#pool.length) {
      randomFillSync(this.#pool)
      this.#poolOffset = 0
    }
    const at = this.#poolOffset
    this.#poolOffset += RANDOM_BYTES
    const bytes = this.#pool
    const high = ((bytes[at]! & 0x3f) | 0x80) * 0x1_0000 + bytes[at + 1]! * 0x100 + bytes[at + 2]!
    const low = bytes[at + 3]! * 0x1_0000 + bytes[at + 4]! * 0x100 + bytes[at + 5]!
    return high.toString(16).padStart(6, '0') + low.toString(16).padStart(6, '0')
  }
}
