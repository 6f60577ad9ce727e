import { availableParallelism, loadavg } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { ProducerSettings } from '../../processes/producer.js'
import type { Expectation } from '../../workload/workload.js'
import { median } from '../median.js'
import type { Finding } from '../oracle/finding.js'
import type { ChildOptions } from '../process/child.js'
import { type Random, randomOf } from '../random.js'
import { until } from '../until.js'
import { CONSUMER_DEFAULTS, type ConsumerSettings } from '../world/consumer-settings.js'
import { type ConsumerChild, FaultWorld, type ProducerChild } from '../world/fault-world.js'
import { verdict } from '../world/verdict.js'
import { expectedOfKilled } from './killed-producer.js'
import type { FaultServers } from './servers.js'
import { describeStandstill } from './standstill.js'

export interface ArenaOptions {
  readonly servers: FaultServers
  readonly seed: number
  /** Of consumers and producers alike. */
  readonly mutant?: string | undefined
  readonly consumer?: Partial<ConsumerSettings>
  readonly producer?: Partial<ProducerSettings>
}

/** What came of a run. */
export interface RunReport {
  readonly faults: Readonly<Record<string, number>>
  /** Flushes whose promise was given. */
  readonly units: number
  /** From a fault to the next applied change, by fault. */
  readonly recoveriesMs: Readonly<Record<string, readonly number[]>>
  readonly findings: readonly Finding[]
}

type Work = ProducerSettings['work']

interface RunningProducer {
  readonly child: ProducerChild
  readonly work: Work
  readonly settings: Partial<ProducerSettings>
}

/** Once all producers are done, whatever they queued must be settled in this time. */
const SETTLE_MS = 90_000
/** What is promised for the time after the lease of the victim. */
const RECOVERY_MS = 5_000
/** What takes longer stands still. */
const STANDSTILL_MS = 60_000
/** Recoveries of a kind from which on their median says more about the consumer than about the machine. */
const ENOUGH_RECOVERIES = 5
/** Runnable processes for each processor: beyond, a time measures the machine. */
const MOST_LOAD = 2

/** Once the stream has recovered: ends what still harms, waits for what was started in its place. */
export type Aftermath = () => Promise<unknown>

/** Producers and consumers at work on private servers; faults are struck at them, then the database is judged. */
export class Arena implements AsyncDisposable {
  readonly world: FaultWorld
  readonly servers: FaultServers
  readonly random: Random
  readonly #options: ArenaOptions
  readonly #consumers: ConsumerChild[] = []
  readonly #producers = new Map<string, RunningProducer>()
  readonly #killed = new Map<string, ProducerChild>()
  readonly #faults: Record<string, number> = {}
  readonly #recoveriesMs: Record<string, number[]> = {}
  readonly #findings: Finding[] = []
  #started = 0

  static async open(options: ArenaOptions): Promise<Arena> {
    return new Arena(options, await FaultWorld.open(await options.servers.freshAddress()))
  }

  private constructor(options: ArenaOptions, world: FaultWorld) {
    this.#options = options
    this.world = world
    this.servers = options.servers
    this.random = randomOf(options.seed)
  }

  get leaseMs(): number {
    return this.#options.consumer?.leaseMs ?? CONSUMER_DEFAULTS.leaseMs
  }

  get consumers(): readonly ConsumerChild[] {
    return this.#consumers.filter((child) => child.isRunning)
  }

  /** The one that took the lease last; another while nobody holds it. */
  get holder(): ConsumerChild {
    const epoch = (child: ConsumerChild) =>
      child.messages.findLast((message) => message.kind === 'leaseAcquired')?.epoch
    return this.consumers.reduce((best, child) => ((epoch(child) ?? 0) > (epoch(best) ?? 0) ? child : best))
  }

  /** Those that have ended too. */
  get everyConsumer(): readonly ConsumerChild[] {
    return this.#consumers
  }

  get producers(): readonly ProducerChild[] {
    return [...this.#producers.values()].map(({ child }) => child)
  }

  producersOf(kind: Work['kind']): readonly ProducerChild[] {
    return [...this.#producers.values()].filter(({ work }) => work.kind === kind).map(({ child }) => child)
  }

  async startConsumer(
    settings: Partial<ConsumerSettings> = {},
    options: Partial<ChildOptions> = {},
  ): Promise<ConsumerChild> {
    return this.world.consumer({ ...this.#options.consumer, ...settings }, { ...this.#child(), ...options }, (child) =>
      this.#consumers.push(child),
    )
  }

  async startProducer(
    work: Work,
    settings: Partial<ProducerSettings> = {},
    options: Partial<ChildOptions> = {},
  ): Promise<ProducerChild> {
    const producer = `p${++this.#started}`
    const child = await this.world.producer(
      { producer, seed: this.#options.seed, work, ...this.#options.producer, ...settings },
      { ...this.#child(), ...options },
    )
    this.#producers.set(producer, { child, work, settings })
    return child
  }

  /**
   * kill -9: what it was promised must be applied, what it was about to queue may be. Another takes over its work: what
   * is returned waits for that.
   */
  async killProducer(victim: ProducerChild): Promise<Aftermath> {
    const [name, { work, settings }] = [...this.#producers].find(([, { child }]) => child === victim)!
    await victim.kill()
    this.#producers.delete(name)
    this.#killed.set(name, victim)
    const successor = this.startProducer(work, settings)
    return () => successor
  }

  find(finding: Finding): void {
    this.#findings.push(finding)
  }

  count(fault: string): void {
    this.#faults[fault] = (this.#faults[fault] ?? 0) + 1
  }

  /**
   * Strikes, and measures how long it takes from then until the next change is applied. Producers must be at work. A
   * stream that does not go on is a finding.
   */
  async strike(fault: string, act: () => Promise<Aftermath | void>): Promise<void> {
    const aftermath = await act()
    this.count(fault)
    await this.recover(fault)
    await aftermath?.()
  }

  async recover(fault: string): Promise<void> {
    const begun = performance.now()
    await this.expect(`a change is applied after ${fault}`, STANDSTILL_MS, async () => {
      const seen = await this.#lastChange()
      return until('another change', STANDSTILL_MS, async () => (await this.#lastChange()) > seen)
    })
    this.#recoveriesMs[fault] = [...(this.#recoveriesMs[fault] ?? []), performance.now() - begun]
  }

  /** Waits for what must come; that it does not come is a finding. */
  async expect(what: string, timeoutMs: number, probe: () => Promise<boolean> | boolean): Promise<void> {
    try {
      await until(what, timeoutMs, probe)
    } catch (error) {
      this.#findings.push({ kind: 'stuck', row: 'stream', detail: `${error}\n${await describeStandstill(this)}` })
    }
  }

  async pause(fromMs: number, toMs: number): Promise<void> {
    await setTimeout(this.random.between(fromMs, toMs))
  }

  /** Lets the producers finish, waits until everything is settled, and judges. */
  async judge(): Promise<RunReport> {
    for (const child of this.producers) child.send({ kind: 'finish' })
    const done = await Promise.all(this.producers.map((child) => child.heard('done')))
    await this.#settle()
    const expectations = [...done.map(({ expectation }) => expectation), ...(await this.#expectedOfKilled())]
    return {
      faults: this.#faults,
      units: done.reduce((sum, { counts }) => sum + counts.resolved, 0),
      recoveriesMs: this.#recoveriesMs,
      findings: [...this.#findings, ...this.#slowRecoveries(), ...(await verdict(this.world, expectations))],
    }
  }

  /** The worst of many is the machine's, the median is ours, unless others have taken the processors. */
  #slowRecoveries(): readonly Finding[] {
    if (loadavg()[0]! > MOST_LOAD * availableParallelism()) return []
    const limitMs = this.leaseMs + RECOVERY_MS
    return Object.entries(this.#recoveriesMs).flatMap(([fault, times]) => {
      const medianMs = Math.round(median(times))
      if (times.length < ENOUGH_RECOVERIES || medianMs <= limitMs) return []
      return [{ kind: 'slow', row: 'stream', detail: `median of ${medianMs} ms after ${fault}, allowed ${limitMs} ms` }]
    })
  }

  async close(): Promise<void> {
    await this.world.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #settle(): Promise<void> {
    if (this.consumers.length === 0) await this.startConsumer()
    try {
      await this.world.settled(SETTLE_MS)
    } catch (error) {
      this.#findings.push({ kind: 'stuck', row: 'stream', detail: `${error}\n${await describeStandstill(this)}` })
    }
  }

  async #expectedOfKilled(): Promise<readonly Expectation[]> {
    return Promise.all([...this.#killed].map(([producer, child]) => expectedOfKilled(this.world, producer, child)))
  }

  async #lastChange(): Promise<number> {
    const [row] = await this.world.query<{ seq: string | null }>('SELECT MAX(seq) AS seq FROM fault_audit')
    return Number(row?.seq ?? 0) + 1
  }

  #child() {
    return this.#options.mutant === undefined ? {} : { mutant: this.#options.mutant }
  }
}
