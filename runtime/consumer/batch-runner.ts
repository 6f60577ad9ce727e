import type { PlannedStatement } from '../ports.js'
import { planBatch, planSingly } from './batch-plan.js'
import { LedgerExpiredError, SuspectUnitError } from './consumer-error.js'
import { type Cause, deadLetterOf } from './dead-letter.js'
import { partBlocked, rowKeysByNode } from './parking.js'
import { settleRefused, writeDeadLetter } from './refused-unit.js'
import type { UnitDesk } from './unit-desk.js'
import type { UnitNode } from './unit-node.js'

/** So often a unit that may have killed the process is tried alone. */
const SUSPECT_ATTEMPTS = 2

/** Brings batches to their end: every unit is settled or put back, unless the tenure is over. */
export class BatchRunner {
  readonly #desk: UnitDesk

  constructor(desk: UnitDesk) {
    this.#desk = desk
  }

  /** Halves a batch that the database refuses until the units that are to blame stand alone. */
  async run(batch: readonly UnitNode[]): Promise<void> {
    const parts = [batch]
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      const nodes = await this.#withoutBlocked(this.#withoutHeldBack(part))
      if (nodes.length === 0 || (await this.#settlePeculiar(nodes))) continue
      const refused = await this.#apply(nodes)
      if (refused === undefined) continue
      if (nodes.length > 1) {
        const middle = Math.ceil(nodes.length / 2)
        parts.push(nodes.slice(middle), nodes.slice(0, middle))
      } else await this.#settleRefused(nodes[0]!, refused)
    }
  }

  /** Units that must wait for one which this batch has put back go back too. */
  #withoutHeldBack(nodes: readonly UnitNode[]): readonly UnitNode[] {
    const held = new Set(this.#desk.graph.heldBack(nodes))
    if (held.size === 0) return nodes
    this.#desk.graph.putBack([...held])
    return nodes.filter((node) => !held.has(node))
  }

  /** Parks the units that write a row of a dead letter's chain. Returns the others, none when the tenure is over. */
  async #withoutBlocked(nodes: readonly UnitNode[]): Promise<readonly UnitNode[]> {
    const { context, transactor } = this.#desk
    let open = nodes
    while (this.#desk.hasChains && open.length > 0) {
      const keys = rowKeysByNode(open, context)
      const chains = await transactor.look(() => context.deadLetters.findChains([...keys.values()].flat()))
      if (chains === undefined) return []
      if (chains.size === 0) return open
      const { free, blocked, toPark } = partBlocked(open, keys, chains)
      const outcome = await transactor.run(blocked.length, (epoch) => context.deadLetters.park(epoch, toPark))
      switch (outcome.kind) {
        case 'committed':
          context.events.emit('parked', { stream: context.stream, eventIds: toPark.map(({ eventId }) => eventId) })
          this.#desk.settle(blocked)
          return free
        case 'alreadySettled':
          open = this.#desk.settleKnown(open, outcome.eventIds)
          continue
        case 'refused':
          throw outcome.error
        case 'over':
          return []
      }
    }
    return open
  }

  /** True when the unit needs nothing more. Peculiar units come alone. */
  async #settlePeculiar([node]: readonly UnitNode[]): Promise<boolean> {
    const { context, transactor } = this.#desk
    switch (this.#desk.peculiarity(node!)) {
      case undefined:
        return false
      case 'expired':
        return this.#bury(node!, new LedgerExpiredError(node!.unit.eventId))
      case 'suspect': {
        const attempts = await transactor.look(() => context.store.countAttempt(node!.unit.eventId))
        if (attempts === undefined) return true
        return attempts > SUSPECT_ATTEMPTS && this.#bury(node!, new SuspectUnitError(attempts - 1))
      }
    }
  }

  async #bury(node: UnitNode, error: Error): Promise<true> {
    const letter = deadLetterOf(node.unit, { error, at: undefined, attempts: 0 }, this.#desk.context)
    if (await writeDeadLetter(letter, error, this.#desk)) this.#desk.settle([node])
    return true
  }

  /** Returns why the database refuses these units, undefined when they are settled or the tenure is over. */
  async #apply(nodes: readonly UnitNode[]): Promise<Cause | undefined> {
    let open = nodes
    while (open.length > 0) {
      const outcome = await this.#desk.apply(open, this.#planOf(open))
      switch (outcome.kind) {
        case 'committed':
          this.#desk.settle(open)
          return undefined
        case 'over':
          return undefined
        case 'alreadySettled':
          open = this.#desk.settleKnown(open, outcome.eventIds)
          continue
        case 'refused':
          return outcome
      }
    }
    return undefined
  }

  /** A unit of many events is planned as a batch too; its own single-row statements have the last word. */
  async #settleRefused(node: UnitNode, cause: Cause): Promise<void> {
    if (node.unit.events.length === 1) return settleRefused(node, cause, this.#desk)
    const outcome = await this.#desk.apply([node], planSingly(node))
    if (outcome.kind === 'over') return
    if (outcome.kind === 'refused') return settleRefused(node, outcome, this.#desk)
    this.#desk.settle([node])
  }

  #planOf(nodes: readonly UnitNode[]): readonly PlannedStatement[] {
    const [first] = nodes
    if (nodes.length === 1 && first!.unit.events.length === 1) return planSingly(first!)
    return planBatch(nodes, this.#desk.context.plan)
  }
}
