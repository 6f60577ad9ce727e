import { setTimeout as pause } from 'node:timers/promises'
import { type Rates, ratesOf } from '../../runtime/observe/rates.js'
import { statusAsData } from '../../runtime/observe/status-data.js'
import { StatusReader } from '../../runtime/observe/status-reader.js'
import { isReachable, type StreamStatus } from '../../runtime/observe/stream-status.js'
import { allStreams } from '../all-streams.js'
import { readConfig } from '../config-flag.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import { type Condition, parseCondition } from './condition.js'
import { describeStream } from './wording.js'

interface StatusFlags {
  readonly config: string | undefined
  readonly entities: string | undefined
  readonly json: boolean
  readonly watch: boolean
  readonly 'fail-if': readonly string[] | undefined
}

/** Two looks make a rate. */
const FIRST_LOOK_MS = 500
const WATCH_MS = 1_000
const CLEAR_SCREEN = '\u001b[2J\u001b[H'

export async function runStatus(flags: StatusFlags, terminal: Terminal): Promise<ExitCode> {
  const conditions = (flags['fail-if'] ?? []).map(parseCondition)
  const config = await readConfig(flags.config, terminal)
  await using reader = new StatusReader(config, await allStreams(config, flags.entities, terminal))
  const { signal, stdout } = terminal

  let before = await look(reader)
  for (let isFirst = true; ; isFirst = false) {
    await pause(isFirst ? FIRST_LOOK_MS : WATCH_MS, undefined, { signal }).catch(() => undefined)
    if (flags.watch && signal.aborted) return EXIT.fine
    const now = await look(reader)
    if (flags.watch && stdout.interactive && !flags.json) stdout.write(CLEAR_SCREEN)
    stdout.write(show(before, now, flags))
    if (!flags.watch) return exitCode(now.statuses, conditions, terminal)
    before = now
  }
}

interface Look {
  readonly atMs: number
  readonly statuses: readonly StreamStatus[]
}

async function look(reader: StatusReader): Promise<Look> {
  const statuses = await reader.read()
  return { atMs: performance.now(), statuses }
}

function show(before: Look, now: Look, { json, watch }: StatusFlags): string {
  const rates = now.statuses.map(
    (status, index): Rates => ratesOf(before.statuses[index], status, now.atMs - before.atMs),
  )
  if (json) {
    const data = { streams: now.statuses.map((status, index) => statusAsData(status, rates[index]!)) }
    return `${JSON.stringify(data, null, watch ? undefined : 2)}\n`
  }
  return `${now.statuses.map((status, index) => describeStream(status, rates[index]!)).join('\n\n')}\n`
}

function exitCode(statuses: readonly StreamStatus[], conditions: readonly Condition[], { stderr }: Terminal): ExitCode {
  const broken = statuses.flatMap((status) =>
    conditions.filter((condition) => condition.holds(status)).map(({ text }) => `${status.stream.name}: ${text}`),
  )
  for (const line of broken) stderr.write(`orm-gen: --fail-if holds for ${line}\n`)
  if (statuses.some(({ redis, database }) => !isReachable(redis) || !isReachable(database))) return EXIT.unreachable
  return broken.length > 0 ? EXIT.failed : EXIT.fine
}
