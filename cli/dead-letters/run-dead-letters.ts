import type { EngineConfig, StreamConfig } from '../../runtime/config/engine-config.js'
import { assertReachable } from '../../runtime/database/assert-reachable.js'
import { DeadLetterDesk, type DeadLetterFilter } from '../../runtime/database/dead-letter-desk.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { readConfig } from '../config-flag.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import { UsageError } from '../usage-error.js'
import type { Action, DeadLettersFlags } from './flags.js'
import { describeLetter, describeLetters, describeMarked, type StreamLetters } from './wording.js'

export async function runDeadLetters(
  flags: DeadLettersFlags,
  terminal: Terminal,
  [action, ...ids]: readonly string[],
): Promise<ExitCode> {
  const config = await readConfig(flags.config, terminal)
  const streams = chosenStreams(config, flags)
  switch (action as Action) {
    case 'list':
      return list(config, streams, ids, flags, terminal)
    case 'show':
      return show(config, oneStream(streams), ids, flags, terminal)
    case 'retry':
    case 'force':
    case 'discard':
      return mark(action as 'retry' | 'force' | 'discard', config, oneStream(streams), ids, flags, terminal)
  }
}

async function list(
  config: EngineConfig,
  streams: readonly StreamConfig[],
  ids: readonly string[],
  flags: DeadLettersFlags,
  { stdout }: Terminal,
): Promise<ExitCode> {
  const found: StreamLetters[] = []
  for (const stream of streams) {
    await withDesk(config, stream, async (desk) => {
      const filter = filterOf(ids, flags)
      const [groups, letters] = [await desk.groups(filter), await desk.list(filter, flags.limit)]
      found.push({ stream: stream.name, groups, letters })
    })
  }
  stdout.write(flags.json ? `${JSON.stringify({ streams: found }, null, 2)}\n` : describeLetters(found, stdout.columns))
  return EXIT.fine
}

async function show(
  config: EngineConfig,
  stream: StreamConfig,
  ids: readonly string[],
  { json }: DeadLettersFlags,
  { stdout, stderr }: Terminal,
): Promise<ExitCode> {
  if (ids.length === 0)
    throw new UsageError('show needs a number', { remedy: 'take one from orm-gen dead-letters list' })
  const letters = await withDesk(config, stream, (desk) => desk.list({ ids: numbers(ids) }, ids.length))
  const text = json ? JSON.stringify(letters, null, 2) : letters.map(describeLetter).join('\n\n')
  if (letters.length > 0) stdout.write(`${text}\n`)
  const missing = ids.filter((id) => !letters.some((letter) => letter.id === id))
  if (missing.length > 0) stderr.write(`orm-gen: no dead letter ${missing.join(', ')} in ${stream.name}\n`)
  return missing.length > 0 ? EXIT.failed : EXIT.fine
}

async function mark(
  action: 'retry' | 'force' | 'discard',
  config: EngineConfig,
  stream: StreamConfig,
  ids: readonly string[],
  flags: DeadLettersFlags,
  { stdout }: Terminal,
): Promise<ExitCode> {
  const isNarrowed = ids.length > 0 || flags.entity !== undefined || flags.error !== undefined
  if (!isNarrowed && !flags.all) {
    throw new UsageError(`${action} needs to know which`, { remedy: 'give numbers, --entity, --error or --all' })
  }
  const marked = await withDesk(config, stream, (desk) => desk[action](filterOf(ids, flags)))
  stdout.write(
    flags.json ? `${JSON.stringify({ stream: stream.name, action, marked })}\n` : describeMarked(action, marked),
  )
  return EXIT.fine
}

async function withDesk<T>(
  config: EngineConfig,
  stream: StreamConfig,
  work: (desk: DeadLetterDesk) => Promise<T>,
): Promise<T> {
  const { connectMs, queryMs } = config.settings.deadlines
  await using pool = new SqlPool(config.mysqlPools[stream.mysqlPool]!, { connectMs, queryMs, size: 1 })
  await assertReachable(pool)
  return await work(new DeadLetterDesk(pool, stream.key))
}

function chosenStreams({ streams }: EngineConfig, { stream }: DeadLettersFlags): readonly StreamConfig[] {
  if (stream === undefined) return streams
  const found = streams.filter(({ name }) => name === stream)
  if (found.length > 0) return found
  throw new UsageError(`there is no stream "${stream}"`, { remedy: `there are ${names(streams)}` })
}

/** Numbers count within one database. */
function oneStream(streams: readonly StreamConfig[]): StreamConfig {
  if (streams.length === 1) return streams[0]!
  throw new UsageError('there is more than one stream', { remedy: `choose with --stream: ${names(streams)}` })
}

function filterOf(ids: readonly string[], { entity, error }: DeadLettersFlags): DeadLetterFilter {
  return {
    ...(ids.length > 0 && { ids: numbers(ids) }),
    ...(entity !== undefined && { entity }),
    ...(error !== undefined && { errorCode: error }),
  }
}

function numbers(ids: readonly string[]): readonly string[] {
  const wrong = ids.find((id) => !/^[1-9]\d{0,19}$/.test(id))
  if (wrong !== undefined)
    throw new UsageError(`"${wrong}" is no number of a dead letter`, { remedy: 'see orm-gen dead-letters list' })
  return ids
}

const names = (streams: readonly StreamConfig[]): string => streams.map(({ name }) => name).join(', ')
