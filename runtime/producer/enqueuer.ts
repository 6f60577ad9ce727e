import type { AnyEntity } from '../entity/index.js'
import { type CapturedUnit, refuseAll, unitsOnTheirWay } from './captured-unit.js'
import type { Lane } from './lane.js'
import { type EnqueueOutcome, errorOf, type Ticket } from './pending-entry.js'

const NONE: readonly never[] = []

/** Called once, with the ids of what was queued or with the reason why not. */
export interface EnqueueResult {
  queued(eventIds: readonly string[]): void
  failed(error: unknown): void
}

/**
 * Hands captured units to their lane and settles their captures by the outcome. A later unit of an entity shares the
 * fate of an earlier one that is still on its way, and what is in doubt of an entity goes first.
 */
export class Enqueuer {
  readonly #maxTicketUnits: number

  constructor(maxTicketUnits: number) {
    this.#maxTicketUnits = maxTicketUnits
  }

  /**
   * Everything is handed over before this returns: first what is in doubt of `entities`, then `units`. The ids are in
   * that order.
   */
  enqueue(lane: Lane, entities: readonly AnyEntity[], units: readonly CapturedUnit[], result: EnqueueResult): void {
    const again = leftInDoubt(entities)
    if (again.length === 0 && units.length > 0 && units.length <= this.#maxTicketUnits) {
      this.#send(lane, units, result)
      return
    }
    const parts = again.map((left) => asPromise((part) => this.#sendAgain(lane, left, part)))
    for (let from = 0; from < units.length; from += this.#maxTicketUnits) {
      const some = units.slice(from, from + this.#maxTicketUnits)
      parts.push(asPromise((part) => this.#send(lane, some, part)))
    }
    Promise.allSettled(parts).then((settled) => join(settled, result))
  }

  #send(lane: Lane, units: readonly CapturedUnit[], result: EnqueueResult): void {
    let ticket: Ticket
    try {
      ticket = lane.submit(units, predecessors(units), (outcome) => settle(units, outcome, result))
    } catch (error) {
      refuseAll(units)
      result.failed(error)
      return
    }
    for (const unit of units) unit.ticket = ticket
  }

  #sendAgain(lane: Lane, left: CapturedUnit, result: EnqueueResult): void {
    left.ticket = lane.submitAgain(left.eventId!, left, (outcome) => settle([left], outcome, result))
  }
}

function settle(units: readonly CapturedUnit[], outcome: EnqueueOutcome, result: EnqueueResult): void {
  units.forEach((unit, index) => {
    unit.ticket = undefined
    switch (outcome.kind) {
      case 'queued':
        unit.settleQueued()
        break
      case 'refused':
        unit.settleRefused()
        break
      case 'unknown':
        unit.eventId = outcome.eventIds[index]
        break
    }
  })
  if (outcome.kind === 'queued') result.queued(outcome.eventIds)
  else result.failed(errorOf(outcome))
}

/** Units in doubt that are not on their way, oldest first. */
function leftInDoubt(entities: readonly AnyEntity[]): readonly CapturedUnit[] {
  let left: Set<CapturedUnit> | undefined
  for (const entity of entities) {
    if (entity.$changes.newest === undefined) continue
    for (const unit of unitsOnTheirWay(entity)) if (unit.isLeft) left = (left ?? new Set()).add(unit)
  }
  if (left === undefined) return NONE
  return [...left].sort((a, b) => (a.eventId! < b.eventId! ? -1 : 1))
}

/** What of the same entities is on its way before these units, which have just been captured. */
function predecessors(units: readonly CapturedUnit[]): readonly Ticket[] {
  let tickets: Set<Ticket> | undefined
  for (const { captures } of units)
    for (const { entity } of captures) {
      if (entity.$changes.newest?.older === undefined) continue
      for (const { ticket } of unitsOnTheirWay(entity))
        if (ticket !== undefined) tickets = (tickets ?? new Set()).add(ticket)
    }
  return tickets === undefined ? NONE : [...tickets]
}

function asPromise(run: (result: EnqueueResult) => void): Promise<readonly string[]> {
  return new Promise((resolve, reject) => run({ queued: resolve, failed: reject }))
}

function join(parts: readonly PromiseSettledResult<readonly string[]>[], result: EnqueueResult): void {
  const failed = parts.find((part) => part.status === 'rejected')
  if (failed !== undefined) result.failed(failed.reason)
  else result.queued(parts.flatMap((part) => (part.status === 'fulfilled' ? part.value : NONE)))
}
