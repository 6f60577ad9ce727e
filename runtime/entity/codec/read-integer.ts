const DIGITS = /^-?\d{1,20}$/

/** An integer as any driver setting gives it, BIT as bytes included; undefined where it is none. */
export function readInteger(raw: unknown): bigint | number | undefined {
  switch (typeof raw) {
    case 'number':
      return Number.isSafeInteger(raw) ? raw : undefined
    case 'bigint':
      return raw
    case 'string':
      return DIGITS.test(raw) ? (raw.length < 16 ? Number(raw) : BigInt(raw)) : undefined
    case 'boolean':
      return raw ? 1 : 0
    case 'object':
      return raw instanceof Uint8Array && raw.length >= 1 && raw.length <= 8
        ? BigInt(`0x${Buffer.from(raw).toString('hex')}`)
        : undefined
    default:
      return undefined
  }
}

/** An integer as it travels: a number, beyond 2^53 its decimal text. */
export function integerToWire(value: bigint): string | number {
  return value <= MAX_SAFE && value >= -MAX_SAFE ? Number(value) : value.toString()
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)
