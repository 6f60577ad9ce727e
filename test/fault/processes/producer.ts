import { createEngine, useEngine } from 'orm-gen'
import { entities } from '../generated/index.js'
import { settingsOf, tell } from '../lib/process/child.js'
import { randomOf } from '../lib/random.js'
import { type EngineAddress, engineConfig } from '../lib/world/engine-address.js'
import { type ChainOptions, ChainWorkload } from '../workload/chains.js'
import { type FlushCounts, Flushes } from '../workload/flushes.js'
import { type ReadbackOptions, ReadbackWorkload } from '../workload/readback.js'
import { type RelationOptions, RelationWorkload } from '../workload/relations.js'
import { Tickets } from '../workload/tickets.js'
import type { Expectation, Workload } from '../workload/workload.js'

export interface ProducerSettings {
  readonly address: EngineAddress
  readonly producer: string
  readonly seed: number
  readonly flushMs: number
  readonly connectMs: number
  readonly answerMs: number
  readonly queryMs: number
  readonly work:
    | ({ readonly kind: 'chains' } & Omit<ChainOptions, 'producer'>)
    | ({ readonly kind: 'relations' } & Omit<RelationOptions, 'producer'>)
    | ({ readonly kind: 'readback' } & Omit<ReadbackOptions, 'producer'>)
  /** Ends after so many steps, or when the parent says `finish`. */
  readonly steps: number
  /** Steps per second at most. */
  readonly stepsPerSecond: number
}

export type ProducerMessage =
  | { readonly kind: 'ready' }
  /** Promises given since the last message: row and number of the change. What a killed producer leaves behind. */
  | { readonly kind: 'promised'; readonly promises: readonly (readonly [row: string, change: number])[] }
  | { readonly kind: 'done'; readonly expectation: Expectation; readonly counts: FlushCounts }

const settings = settingsOf<ProducerSettings>()
const { address, producer, seed, flushMs, connectMs, answerMs, queryMs, work, steps, stepsPerSecond } = settings

/** Beyond its deadline, a flush may settle so late on a busy machine; after that it has no deadline. */
const OVERDUE_MS = 10_000

let finishing = false
process.on('message', (message: { kind: string }) => {
  if (message.kind === 'finish') finishing = true
})

const engine = await createEngine(engineConfig(address), {
  entities,
  deadlines: { flushMs, connectMs, answerMs, queryMs },
})
useEngine(engine)
const flushes = new Flushes()
await using tickets = await Tickets.open(address, { connectMs, queryMs })
const workload = makeWorkload()
await workload.prepare()
tell({ kind: 'ready' } satisfies ProducerMessage)

const begun = performance.now()
for (let done = 0; done < steps && !finishing; done++) {
  await workload.step()
  const aheadMs = (done / stepsPerSecond) * 1_000 - (performance.now() - begun)
  await new Promise((resolve) => (aheadMs > 1 ? setTimeout(resolve, aheadMs) : setImmediate(resolve)))
}
await workload.finish()
tell({ kind: 'done', expectation: expectation(), counts: flushes.counts } satisfies ProducerMessage)
await engine.close()
process.disconnect()

function expectation(): Expectation {
  const expected = workload.expectation()
  const longestMs = Math.round(flushes.counts.longestMs)
  if (longestMs <= flushMs + OVERDUE_MS) return expected
  const detail = `a flush took ${longestMs} ms, its deadline was ${flushMs} ms`
  return { ...expected, findings: [...expected.findings, { kind: 'slow', row: producer, detail }] }
}

function makeWorkload(): Workload {
  const random = randomOf(seed).fork(producer)
  switch (work.kind) {
    case 'chains':
      return new ChainWorkload({ producer, ...work }, random, flushes, (row, change) =>
        tell({ kind: 'promised', promises: [[row, change]] } satisfies ProducerMessage),
      )
    case 'relations':
      return new RelationWorkload({ producer, ...work }, engine, random, flushes)
    case 'readback':
      return new ReadbackWorkload({ producer, ...work }, random, flushes, tickets)
  }
}
