import type { AnyEntity } from '../entity/index.js'
import { type CapturedUnit, carrierOf, refuseAll, type UnitsOutcome } from './captured-unit.js'
import type { Lane } from './lane.js'
import type { EnqueueOutcome, Ticket } from './ticket.js'

const NONE: readonly never[] = []

/** Called once, never while the call that takes it runs, unless that refuses at once. */
export type OnOutcome = (outcome: UnitsOutcome) => void

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
  enqueue(lane: Lane, entities: readonly AnyEntity[], units: readonly CapturedUnit[], done: OnOutcome): void {
    const again = leftInDoubt(entities)
    if (again.length === 0 && units.length > 0 && units.length <= this.#maxTicketUnits) {
      this.#send(lane, units, done)
      return
    }
    const parts = again.map((left) => sendAgain(lane, left))
    for (let from = 0; from < units.length; from += this.#maxTicketUnits) {
      const some = units.slice(from, from + this.#maxTicketUnits)
      parts.push(new Promise((resolve) => this.#send(lane, some, resolve)))
    }
    Promise.all(parts).then((outcomes) => done(join(outcomes)))
  }

  /** Sends units that were left in doubt once more; those that have arrived since are not sent again. */
  enqueueAgain(lane: Lane, units: readonly CapturedUnit[], done: OnOutcome): void {
    Promise.all(units.map((unit) => sendAgain(lane, unit))).then((outcomes) => done(join(outcomes)))
  }

  #send(lane: Lane, units: readonly CapturedUnit[], done: OnOutcome): void {
    let ticket: Ticket
    try {
      ticket = lane.submit(units, predecessors(units), (outcome) => done(settle(units, outcome)))
    } catch (error) {
      refuseAll(units)
      done({ kind: 'refused', error })
      return
    }
    for (const unit of units) unit.ticket = ticket
  }
}

/** Who asks while it is on its way shares that way. */
function sendAgain(lane: Lane, left: CapturedUnit): Promise<UnitsOutcome> {
  left.again ??= new Promise((resolve) => {
    left.ticket = lane.submitAgain(left.eventId!, left, (outcome) => resolve(settle([left], outcome)))
  })
  return left.again
}

function settle(units: readonly CapturedUnit[], outcome: EnqueueOutcome): UnitsOutcome {
  for (const unit of units) unit.ticket = undefined
  switch (outcome.kind) {
    case 'queued':
      for (const unit of units) unit.settleQueued()
      return outcome
    case 'refused':
      refuseAll(units)
      return outcome
    case 'orphaned': {
      const left = leftInDoubt(units.flatMap((unit) => unit.captures.map((capture) => capture.entity)))
      refuseAll(units)
      return { ...outcome, kind: 'inDoubt', units: left.filter((unit) => outcome.eventIds.includes(unit.eventId!)) }
    }
    case 'unknown':
      units.forEach((unit, index) => {
        unit.eventId = outcome.eventIds[index]
        unit.again = undefined
      })
      return { kind: 'inDoubt', units, cause: outcome.cause }
  }
}

/** Units in doubt that are not on their way, oldest first. */
function leftInDoubt(entities: readonly AnyEntity[]): readonly CapturedUnit[] {
  let left: Set<CapturedUnit> | undefined
  for (const { $changes } of entities)
    for (let layer = $changes.newest; layer !== undefined; layer = layer.older) {
      const unit = carrierOf(layer)
      if (unit?.isLeft) left = (left ?? new Set()).add(unit)
    }
  if (left === undefined) return NONE
  return [...left].sort((a, b) => (a.eventId! < b.eventId! ? -1 : 1))
}

/** What of the same entities is on its way before these units, which have just been captured. */
function predecessors(units: readonly CapturedUnit[]): readonly Ticket[] {
  let tickets: Set<Ticket> | undefined
  for (const { captures } of units)
    for (const { entity } of captures) {
      let layer = entity.$changes.newest
      if (layer?.older === undefined) continue
      for (; layer !== undefined; layer = layer.older) {
        const ticket = carrierOf(layer)?.ticket
        if (ticket !== undefined) tickets = (tickets ?? new Set()).add(ticket)
      }
    }
  return tickets === undefined ? NONE : [...tickets]
}

function join(parts: readonly UnitsOutcome[]): UnitsOutcome {
  const eventIds: string[] = []
  for (const part of parts) {
    if (part.kind !== 'queued') return part
    eventIds.push(...part.eventIds)
  }
  return { kind: 'queued', eventIds }
}
