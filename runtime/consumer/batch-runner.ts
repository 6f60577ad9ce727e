import { MissingRowError } from '../errors.js'
import type { PlannedStatement, StoredEntry } from '../ports.js'
import { backoffMs } from './backoff.js'
import { planBatch, planSingly } from './batch-plan.js'
import { type Cause, deadLetterOf, errorFacts, rowKeysOf } from './dead-letter.js'
import { type DatabaseError, mayPassLater } from './failure.js'
import type { LookAhead } from './look-ahead.js'
import type { Settler } from './settler.js'
import { StormBreaker } from './storm-breaker.js'
import type { StreamContext } from './stream-context.js'
import type { Tenure } from './tenure.js'
import { Transactor } from './transactor.js'
import type { UnitNode } from './unit-graph.js'
import { unreadableLetter } from './unreadable-entry.js'

/** How long a paused stream waits before it tries one of the units again. */
const STORM_PAUSE_MS = 5_000

/** Brings a batch to its end: every unit of it is settled or put back, unless the tenure is over. */
export class BatchRunner {
  readonly #context: StreamContext
  readonly #lookAhead: LookAhead
  readonly #settler: Settler
  readonly #transactor: Transactor
  readonly #storm: StormBreaker

  constructor(context: StreamContext, tenure: Tenure, lookAhead: LookAhead, settler: Settler) {
    this.#context = context
    this.#lookAhead = lookAhead
    this.#settler = settler
    this.#transactor = new Transactor(context, tenure)
    this.#storm = new StormBreaker(context.settings.pauseAfter)
  }

  /** Halves a batch that the database refuses until the units that are to blame stand alone. */
  async run(batch: readonly UnitNode[]): Promise<void> {
    const parts = [batch]
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      const nodes = this.#withoutHeldBack(part)
      if (nodes.length === 0) continue
      const refused = await this.#apply(nodes)
      if (refused === undefined) continue
      if (nodes.length > 1) {
        const middle = Math.ceil(nodes.length / 2)
        parts.push(nodes.slice(middle), nodes.slice(0, middle))
      } else await this.#refuse(nodes[0]!, refused)
    }
  }

  /** Keeps an entry that nobody can read as a dead letter; false when the tenure is over. */
  async buryUnreadable(entry: StoredEntry, error: Error): Promise<boolean> {
    const { alerts, events, store, stream } = this.#context
    const letter = unreadableLetter(entry, error)
    for (;;) {
      const outcome = await this.#transactor.run(1, (epoch) => store.bury(epoch, letter))
      if (outcome.kind === 'over') return false
      if (outcome.kind === 'committed') events.emit('deadLetter', { stream, letter, error })
      if (outcome.kind !== 'refused') return true
      alerts.raise('deadLetterRefused', 'MySQL refuses to keep a dead letter; its unit waits', outcome.error)
      await alerts.waitForChange(STORM_PAUSE_MS)
    }
  }

  /** Units that must wait for one which this batch has put back go back too. */
  #withoutHeldBack(nodes: readonly UnitNode[]): readonly UnitNode[] {
    const held = new Set(this.#lookAhead.graph.heldBack(nodes))
    if (held.size === 0) return nodes
    this.#lookAhead.graph.putBack([...held])
    return nodes.filter((node) => !held.has(node))
  }

  /** Returns why the database refuses these units, undefined when they are settled or the tenure is over. */
  async #apply(nodes: readonly UnitNode[]): Promise<Cause | undefined> {
    let open = nodes
    while (open.length > 0) {
      const outcome = await this.#transact(open, planOf(open, this.#context))
      switch (outcome.kind) {
        case 'committed':
          this.#storm.applied(entitiesOf(open))
          this.#settle(open)
          return undefined
        case 'over':
          return undefined
        case 'alreadySettled':
          open = this.#settleKnown(open, outcome.eventIds)
          continue
        case 'refused':
          return outcome
      }
    }
    return undefined
  }

  async #transact(
    nodes: readonly UnitNode[],
    plan: readonly PlannedStatement[],
    missingRows: 'fail' | 'accept' = 'fail',
  ) {
    const eventIds = nodes.map(({ queued }) => queued.unit.eventId)
    const startedAt = performance.now()
    const outcome = await this.#transactor.run(nodes.length, (epoch) =>
      this.#context.store.apply(epoch, { eventIds, status: 'applied', plan, missingRows }),
    )
    if (outcome.kind === 'committed') this.#tellApplied(nodes, performance.now() - startedAt)
    return outcome
  }

  /** A unit by itself that the database refuses: its own single-row statements have the last word. */
  async #refuse(node: UnitNode, first: Cause): Promise<void> {
    let cause = first
    if (node.queued.unit.events.length > 1) {
      const again = await this.#transact([node], planSingly(node))
      if (again.kind === 'over') return
      if (again.kind !== 'refused') return this.#settle([node])
      cause = again
    }
    if (this.#isNotYet(node, cause.error)) return
    if (cause.error instanceof MissingRowError && this.#context.settings.onMissingRow === 'report') {
      return this.#passMissingRow(node, cause)
    }
    for (;;) {
      switch (await this.#resolve(node, cause)) {
        case 'deadLetter':
          if (await this.#buriedOrOver(node, cause)) return
          break
        case 'skip':
          return this.#skip(node, cause)
        case 'retry':
          await this.#context.alerts.waitForChange(backoffMs(cause.attempts, { firstMs: 20, mostMs: 1_000 }))
          break
      }
      const again = await this.#transact([node], planSingly(node))
      if (again.kind === 'over') return
      if (again.kind !== 'refused') {
        this.#storm.applied(entitiesOf([node]))
        this.#context.alerts.clear('storm')
        return this.#settle([node])
      }
      cause = { ...again, attempts: cause.attempts + again.attempts }
    }
  }

  #isNotYet(node: UnitNode, error: Error): boolean {
    if (!mayPassLater(error as DatabaseError)) return false
    const relatives = new Set<string>()
    for (const { shape } of node.queued.unit.events) {
      for (const entity of this.#context.plan.rules.get(shape.entity)?.relatives ?? []) relatives.add(entity)
    }
    return this.#lookAhead.graph.postpone(node, relatives)
  }

  async #resolve(node: UnitNode, cause: Cause) {
    const { resolveError, stream, logger } = this.#context
    const { unit } = node.queued
    const place = cause.at ?? unit.events[0]!.shape
    if (resolveError === undefined) return 'deadLetter'
    const { error, attempts } = cause
    const { entity, operation } = place
    try {
      return await resolveError({ stream, unit, error, entity, operation, attempts })
    } catch (thrown) {
      logger.error({ stream, err: thrown }, 'resolveError threw; the unit becomes a dead letter')
      return 'deadLetter'
    }
  }

  /** False when the unit is to be tried again: the stream was paused because everything dies of this cause. */
  async #buriedOrOver(node: UnitNode, cause: Cause): Promise<boolean> {
    const { alerts, events, settings, store, stream, tables } = this.#context
    const { errorCode } = errorFacts(cause.error)
    const entity = cause.at?.entity ?? node.queued.unit.events[0]!.shape.entity
    if (this.#storm.isTripped(entity, errorCode)) {
      const message = `${settings.pauseAfter} units of ${entity} in a row died of ${errorCode}; the stream is paused`
      alerts.raise('storm', message, cause.error)
      await alerts.waitForChange(STORM_PAUSE_MS)
      return false
    }
    const keys = settings.onDeadLetter === 'park' ? rowKeysOf(node, tables) : []
    const letter = deadLetterOf(node, cause, keys)
    const outcome = await this.#transactor.run(1, (epoch) => store.bury(epoch, letter))
    if (outcome.kind === 'over') return true
    if (outcome.kind === 'refused') {
      alerts.raise('deadLetterRefused', 'MySQL refuses to keep a dead letter; its unit waits', outcome.error)
      await alerts.waitForChange(STORM_PAUSE_MS)
      return false
    }
    alerts.clear('deadLetterRefused')
    if (outcome.kind === 'committed') {
      this.#storm.died(entity, errorCode)
      events.emit('deadLetter', { stream, letter, error: cause.error })
    }
    this.#settle([node])
    return true
  }

  async #skip(node: UnitNode, { error }: Cause): Promise<void> {
    const { eventId } = node.queued.unit
    const { events, store, stream } = this.#context
    const request = { eventIds: [eventId], status: 'skipped', plan: [], missingRows: 'fail' } as const
    const outcome = await this.#transactor.run(1, (epoch) => store.apply(epoch, request))
    if (outcome.kind === 'over') return
    if (outcome.kind === 'committed') events.emit('skipped', { stream, eventId, error })
    this.#settle([node])
  }

  async #passMissingRow(node: UnitNode, { error }: Cause): Promise<void> {
    const outcome = await this.#transact([node], planSingly(node), 'accept')
    if (outcome.kind === 'over') return
    if (outcome.kind === 'refused') {
      await this.#buriedOrOver(node, outcome)
      return
    }
    this.#context.events.emit('missingRow', { stream: this.#context.stream, eventId: node.queued.unit.eventId, error })
    this.#settle([node])
  }

  #settleKnown(nodes: readonly UnitNode[], known: ReadonlySet<string>): readonly UnitNode[] {
    const settled = nodes.filter(({ queued }) => known.has(queued.unit.eventId))
    this.#context.events.emit('redelivered', { stream: this.#context.stream, units: settled.length })
    this.#settle(settled)
    return nodes.filter(({ queued }) => !known.has(queued.unit.eventId))
  }

  #settle(nodes: readonly UnitNode[]): void {
    this.#settler.add(this.#lookAhead.settle(nodes))
  }

  #tellApplied(nodes: readonly UnitNode[], applyMs: number): void {
    const traces = nodes.flatMap(({ queued }) => queued.unit.trace ?? [])
    this.#context.events.emit('applied', { stream: this.#context.stream, units: nodes.length, applyMs, traces })
  }
}

function planOf(nodes: readonly UnitNode[], { plan }: StreamContext): readonly PlannedStatement[] {
  const [first] = nodes
  return nodes.length === 1 && first!.queued.unit.events.length === 1 ? planSingly(first!) : planBatch(nodes, plan)
}

function entitiesOf(nodes: readonly UnitNode[]): ReadonlySet<string> {
  const entities = new Set<string>()
  for (const { queued } of nodes) for (const { shape } of queued.unit.events) entities.add(shape.entity)
  return entities
}
