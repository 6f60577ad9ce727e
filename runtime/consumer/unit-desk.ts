import type { PlannedStatement } from '../ports.js'
import type { LookAhead } from './look-ahead.js'
import type { Settler } from './settler.js'
import { StormBreaker } from './storm-breaker.js'
import type { StreamContext } from './stream-context.js'
import type { FinalOutcome, Transactor } from './transactor.js'
import type { UnitNode } from './unit-node.js'

/** What all batches of a tenure share: applying units, settling them, and what is known of those that died. */
export class UnitDesk {
  readonly context: StreamContext
  readonly transactor: Transactor
  readonly storm: StormBreaker
  readonly #lookAhead: LookAhead
  readonly #settler: Settler
  #hasChains = true

  constructor(context: StreamContext, transactor: Transactor, lookAhead: LookAhead, settler: Settler) {
    this.context = context
    this.transactor = transactor
    this.storm = new StormBreaker(context.settings.pauseAfter)
    this.#lookAhead = lookAhead
    this.#settler = settler
  }

  get graph() {
    return this.#lookAhead.graph
  }

  peculiarity(node: UnitNode) {
    return this.#lookAhead.peculiarity(node)
  }

  /** True while some unit may have to wait behind a dead letter. */
  get hasChains(): boolean {
    return this.#hasChains
  }

  chainOpened(): void {
    this.#hasChains = true
  }

  /** To be called while no batch is under way. */
  async lookForChains(): Promise<boolean> {
    this.#hasChains = await this.context.deadLetters.hasChains()
    return this.#hasChains
  }

  async apply(
    nodes: readonly UnitNode[],
    plan: readonly PlannedStatement[],
    missingRows: 'fail' | 'accept' = 'fail',
  ): Promise<FinalOutcome> {
    const { events, store, stream } = this.context
    const eventIds = nodes.map(({ unit }) => unit.eventId)
    const startedAt = performance.now()
    const outcome = await this.transactor.run(nodes.length, (epoch) =>
      store.apply(epoch, { eventIds, status: 'applied', plan, missingRows }),
    )
    if (outcome.kind === 'committed') {
      const traces = nodes.map(({ unit }) => unit.trace).filter((trace) => trace !== undefined)
      events.emit('applied', { stream, units: nodes.length, applyMs: performance.now() - startedAt, traces })
      this.storm.applied(nodes)
    }
    return outcome
  }

  settle(nodes: readonly UnitNode[]): void {
    const hadPeculiar = this.#lookAhead.mostUnits !== undefined
    this.#settler.add(this.#lookAhead.settle(nodes))
    // A count that stays is a count too high for a unit that comes again: harmless.
    if (hadPeculiar && this.#lookAhead.mostUnits === undefined)
      this.context.store.clearAttempts().catch(() => undefined)
  }

  /** Settles those that the ledger has; returns the rest. */
  settleKnown(nodes: readonly UnitNode[], known: ReadonlySet<string>): readonly UnitNode[] {
    const settled = nodes.filter(({ unit }) => known.has(unit.eventId))
    this.context.events.emit('redelivered', { stream: this.context.stream, units: settled.length })
    this.settle(settled)
    return nodes.filter(({ unit }) => !known.has(unit.eventId))
  }
}
