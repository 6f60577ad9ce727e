import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** A name that no other consumer has: readable where it runs, and new at each start. */
export function consumerOwner(): string {
  return `${hostname().slice(0, 150)}:${process.pid}:${randomUUID().slice(0, 8)}`
}
