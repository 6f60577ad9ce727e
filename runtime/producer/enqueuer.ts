import type { AnyEntity } from '../entity/index.js'
import { type CapturedUnit, refuseAll } from './captured-unit.js'
import type { Lane } from './lane.js'
import { type EnqueueOutcome, errorOf, type Ticket } from './pending-entry.js'

/** A unit that may or may not be queued, kept by its entities until a flush of one of them settles it. */
interface UnitInDoubt {
  readonly eventId: string
  readonly unit: CapturedUnit
  /** While it is being sent again. */
  ticket: Ticket | undefined
}

const NONE: readonly never[] = []

/**
 * Hands captured units to their lane and settles their captures by the outcome. Knows which entities have units on their
 * way, so that a later unit of the same entity shares the fate of the earlier one, and which have units in doubt, which
 * go first.
 */
export class Enqueuer {
  readonly #maxTicketUnits: number
  readonly #onTheirWay = new Map<AnyEntity, Ticket>()
  readonly #inDoubt = new WeakMap<AnyEntity, readonly UnitInDoubt[]>()

  constructor(maxTicketUnits: number) {
    this.#maxTicketUnits = maxTicketUnits
  }

  /**
   * Resolves with the ids of the units, those in doubt of these entities first. Everything is handed over before it
   * returns. Rejects with the first error; then the captures of refused units are refused.
   */
  enqueue(lane: Lane, entities: readonly AnyEntity[], units: readonly CapturedUnit[]): Promise<readonly string[]> {
    const again = this.#doubtful(entities)
    const parts: Promise<readonly string[]>[] = again.map((doubtful) => this.#sendAgain(lane, doubtful))
    for (let from = 0; from < units.length; from += this.#maxTicketUnits)
      parts.push(this.#send(lane, units.slice(from, from + this.#maxTicketUnits)))
    if (parts.length === 1) return parts[0]!
    return Promise.allSettled(parts).then(joinParts)
  }

  #send(lane: Lane, units: readonly CapturedUnit[]): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: EnqueueOutcome) => {
        this.#settle(ticket, units, outcome)
        if (outcome.kind === 'queued') resolve(outcome.eventIds)
        else reject(errorOf(outcome))
      }
      let ticket: Ticket
      try {
        ticket = lane.submit(units, this.#predecessors(units), settle)
      } catch (error) {
        refuseAll(units)
        reject(error)
        return
      }
      for (const unit of units) for (const { entity } of unit.captures) this.#onTheirWay.set(entity, ticket)
    })
  }

  #settle(ticket: Ticket, units: readonly CapturedUnit[], outcome: EnqueueOutcome): void {
    units.forEach((unit, index) => {
      for (const capture of unit.captures) {
        if (this.#onTheirWay.get(capture.entity) === ticket) this.#onTheirWay.delete(capture.entity)
        if (outcome.kind === 'queued') capture.queued()
        else if (outcome.kind === 'refused') capture.refused()
      }
      if (outcome.kind === 'unknown') this.#doubt({ eventId: outcome.eventIds[index]!, unit, ticket: undefined })
    })
  }

  #sendAgain(lane: Lane, doubtful: UnitInDoubt): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      doubtful.ticket = lane.submitAgain(doubtful.eventId, doubtful.unit, (outcome) => {
        doubtful.ticket = undefined
        if (outcome.kind !== 'queued') return reject(errorOf(outcome))
        this.#resolveDoubt(doubtful)
        resolve(outcome.eventIds)
      })
    })
  }

  #predecessors(units: readonly CapturedUnit[]): readonly Ticket[] {
    if (this.#onTheirWay.size === 0 && units.length === 1) return this.#resent(units)
    const tickets = new Set<Ticket>(this.#resent(units))
    for (const unit of units)
      for (const { entity } of unit.captures) {
        const ticket = this.#onTheirWay.get(entity)
        if (ticket !== undefined) tickets.add(ticket)
      }
    return tickets.size === 0 ? NONE : [...tickets]
  }

  #resent(units: readonly CapturedUnit[]): readonly Ticket[] {
    const tickets: Ticket[] = []
    for (const unit of units)
      for (const { entity } of unit.captures)
        for (const { ticket } of this.#inDoubt.get(entity) ?? NONE) if (ticket !== undefined) tickets.push(ticket)
    return tickets
  }

  /** Units in doubt of these entities that are not on their way already, oldest first. */
  #doubtful(entities: readonly AnyEntity[]): readonly UnitInDoubt[] {
    const found = new Set<UnitInDoubt>()
    for (const entity of entities)
      for (const doubtful of this.#inDoubt.get(entity) ?? NONE) if (doubtful.ticket === undefined) found.add(doubtful)
    return found.size === 0 ? NONE : [...found].sort((a, b) => (a.eventId < b.eventId ? -1 : 1))
  }

  #doubt(doubtful: UnitInDoubt): void {
    for (const { entity } of doubtful.unit.captures)
      this.#inDoubt.set(entity, [...(this.#inDoubt.get(entity) ?? NONE), doubtful])
  }

  #resolveDoubt(doubtful: UnitInDoubt): void {
    for (const capture of doubtful.unit.captures) {
      const left = (this.#inDoubt.get(capture.entity) ?? NONE).filter((other) => other !== doubtful)
      if (left.length === 0) this.#inDoubt.delete(capture.entity)
      else this.#inDoubt.set(capture.entity, left)
      capture.queued()
    }
  }
}

function joinParts(parts: readonly PromiseSettledResult<readonly string[]>[]): readonly string[] {
  const failed = parts.find((part) => part.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return parts.flatMap((part) => (part.status === 'fulfilled' ? part.value : NONE))
}
