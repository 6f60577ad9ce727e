import { EntryDecoder } from '../event/entry-decoder.js'
import type { EventShape, Unit } from '../event/unit.js'
import type { ChainTask, WaitingUnit } from '../ports.js'
import { planSingly } from './batch-plan.js'
import { deadLetterOf, errorFacts, rowKeysOf } from './dead-letter.js'
import type { StreamContext } from './stream-context.js'
import type { Transactor } from './transactor.js'
import { takeIn } from './unit-intake.js'

/** Followers that are applied before other units have their turn again. */
const SLICE = 200

/**
 * Carries out what was asked about dead letters, and brings the units behind them back in order. Every step is one
 * transaction that changes the rows and says so, so that a step which was interrupted is either done or not.
 */
export class Replayer {
  readonly #context: StreamContext
  readonly #transactor: Transactor
  readonly #decoder = new EntryDecoder()

  constructor(context: StreamContext, transactor: Transactor) {
    this.#context = context
    this.#transactor = transactor
  }

  /** To be called while no batch is under way: units that come meanwhile must find the chain open or closed. */
  async perform(task: ChainTask): Promise<void> {
    switch (task.kind) {
      case 'followers':
        return this.#replayFollowers(task.id)
      case 'discard':
        return this.#discard({ ...task, kind: 'deadLetter' })
      case 'retry':
      case 'force':
        return this.#retry(task)
    }
  }

  async #discard(letter: WaitingUnit): Promise<void> {
    const outcome = await this.#transactor.run(1, (epoch) => this.#context.deadLetters.discard(epoch, letter))
    if (outcome.kind === 'committed') this.#tell(letter, 'discarded')
  }

  async #retry({ kind, id, eventId, payload }: Exclude<ChainTask, { kind: 'followers' }>): Promise<void> {
    const unit = this.#read(payload)
    const letter: WaitingUnit = { kind: 'deadLetter', id, eventId }
    if (unit instanceof Error) return this.#keep(letter, payload, unit)
    await this.#apply(letter, kind === 'force' ? withoutMatches(unit) : unit)
  }

  async #replayFollowers(chainId: string): Promise<void> {
    const { deadLetters } = this.#context
    const followers = await deadLetters.followers(chainId, SLICE)
    for (const { id, eventId, payload } of followers) {
      const follower: WaitingUnit = { kind: 'parked', id, eventId }
      const unit = this.#read(payload)
      if (unit instanceof Error) {
        await this.#keep(follower, payload, unit)
        continue
      }
      const keys = rowKeysOf(unit, this.#context)
      const other = [...(await deadLetters.findChains(keys)).values()].flat().find((chain) => chain !== chainId)
      if (other === undefined) await this.#apply(follower, unit)
      else await this.#transactor.run(1, (epoch) => deadLetters.move(epoch, follower, other, keys))
    }
    if (followers.length < SLICE) await this.#transactor.run(1, (epoch) => deadLetters.endChain(epoch, chainId))
  }

  async #apply(waiting: WaitingUnit, unit: Unit): Promise<void> {
    const { deadLetters, events, stream } = this.#context
    const plan = planSingly({ unit, entryId: '', sequence: 0 })
    const outcome = await this.#transactor.run(1, (epoch) => deadLetters.apply(epoch, waiting, plan))
    if (outcome.kind === 'committed') this.#tell(unit, 'applied')
    if (outcome.kind !== 'refused') return
    const letter = deadLetterOf(unit, outcome, this.#context)
    const buried = await this.#transactor.run(1, (epoch) => deadLetters.bury(epoch, waiting, letter))
    if (buried.kind === 'committed') events.emit('deadLetter', { stream, letter, error: outcome.error })
  }

  /** What cannot be read stays, or becomes, a dead letter that says why. */
  async #keep(waiting: WaitingUnit, payload: string, error: Error): Promise<void> {
    const place = {
      entity: '',
      operation: '',
      statement: undefined,
      queuedAtMs: 0,
      attempts: 1,
      keys: [],
      sensitive: [],
    }
    const letter = { ...place, ...errorFacts(error), eventId: waiting.eventId, payload }
    await this.#transactor.run(1, (epoch) => this.#context.deadLetters.bury(epoch, waiting, letter))
  }

  #read(payload: string): Unit | Error {
    const intake = takeIn({ id: '', payload, deliveries: 1 }, this.#decoder, this.#context)
    if (intake.kind === 'units') return intake.units[0]!
    return intake.error ?? new Error(intake.kind === 'tooNew' ? intake.message : 'unreadable')
  }

  #tell(
    { eventId, trace }: { readonly eventId: string; readonly trace?: string },
    status: 'applied' | 'discarded',
  ): void {
    this.#context.events.emit('replayed', { stream: this.#context.stream, eventId, status, trace })
  }
}

/** The unit as one that does not ask which version of a row it changes. */
function withoutMatches(unit: Unit): Unit {
  return {
    ...unit,
    events: unit.events.map(({ shape, values }) => {
      const kept = shape.fields.flatMap(({ role }, index) => (role === 'match' ? [] : [index]))
      const fields = kept.map((index) => shape.fields[index]!)
      return { shape: { ...shape, fields } satisfies EventShape, values: kept.map((index) => values[index]!) }
    }),
  }
}
