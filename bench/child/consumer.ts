import { BackgroundConsumer, type ConsumerOptions, createEngine } from 'orm-gen'
import { countCpu, type ServerPids } from '../cpu.js'
import { entities } from '../generated/index.js'
import type { ValueTurn } from '../harness.js'
import { SILENT } from '../silent-logger.js'
import { type BareConsumerInput, bareConsumer } from './bare-consumer.js'

export interface OpenConsumer extends BareConsumerInput {
  readonly options?: ConsumerOptions
}

let consumer: Pick<BackgroundConsumer, 'on' | 'drain' | 'run'> | undefined

/** As an application has it: every guarantee on, every option at its default unless the case says otherwise. */
export async function openConsumer({ mysqlUrl, redisUrl, namespace, options = {} }: OpenConsumer): Promise<void> {
  const engine = await createEngine(
    { default: { mysql: mysqlUrl, redis: { address: redisUrl, namespace } } },
    { entities, logger: SILENT },
  )
  consumer = new BackgroundConsumer(engine, options)
}

export async function openBareConsumer(input: BareConsumerInput): Promise<void> {
  consumer = await bareConsumer(input)
}

/** Works until the process ends. Resolves when it holds the lease. */
export async function run(): Promise<void> {
  const working = new Promise<void>((resolve) => consumer?.on('leaseAcquired', () => resolve()))
  void consumer?.run()
  await working
}

/** Most resident memory that the process ever had, in megabytes. */
export async function peakMemory(): Promise<number> {
  return process.resourceUsage().maxRSS / 1_024
}

/**
 * Drains the stream and says how many units a second: from holding the lease, the first read still to come, to the
 * COMMIT of the last unit. A drain shortly before this one leaves its connections open. Everything is settled when it
 * resolves. A dead letter, or units short of `units`, make it reject.
 */
export async function drain({ units, pids }: { units: number; pids: ServerPids }): Promise<ValueTurn> {
  if (consumer === undefined) throw new Error('there is no consumer yet')
  let started = 0
  let applied = 0
  let turn: ValueTurn | undefined
  let refusal: Error | undefined
  let cpu = countCpu(pids)
  const listeners = [
    consumer.on('leaseAcquired', () => {
      started = performance.now()
      cpu = countCpu(pids)
    }),
    consumer.on('deadLetter', ({ error }) => {
      refusal ??= error
    }),
    consumer.on('applied', (transaction) => {
      applied += transaction.units
      if (applied !== units) return
      turn = { kind: 'value', value: (units / (performance.now() - started)) * 1_000, cpu: cpu(units) }
    }),
  ]
  try {
    await consumer.drain({ timeoutMs: 300_000 })
  } finally {
    for (const off of listeners) off()
  }
  if (refusal !== undefined) throw refusal
  if (turn === undefined) throw new Error(`${applied} units applied and not ${units}`)
  return turn
}
