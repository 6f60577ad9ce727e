import { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { routeEntities } from '../../runtime/config/stream-routes.js'
import { createMetrics } from '../../runtime/observe/metrics/index.js'
import { loadTracing } from '../../runtime/observe/tracing/load-tracing.js'
import { readConfig } from '../config-flag.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { loadEntities } from '../load-entities.js'
import type { Terminal } from '../terminal.js'
import { assertServers } from './assert-servers.js'
import { logEvents } from './log-events.js'
import { createLogger } from './logger.js'
import { serveMetrics } from './serve-metrics.js'

interface ConsumeFlags {
  readonly config: string | undefined
  readonly entities: string
  readonly workers: number | undefined
  readonly once: boolean
  readonly 'metrics-port': number | undefined
  readonly 'log-level': string
}

/** Works until the terminal's signal, and then finishes what has begun; a second signal ends the process at once. */
export async function runConsume(flags: ConsumeFlags, terminal: Terminal): Promise<ExitCode> {
  const { signal } = terminal
  const options = flags.workers === undefined ? {} : { consumer: { workers: flags.workers } }
  const config = await readConfig(flags.config, terminal, options)
  const tables = (await loadEntities(flags.entities, terminal)).map(({ table }) => table)
  const logger = createLogger(terminal.stdout, flags['log-level'])
  const port = flags['metrics-port']
  const definitions = tables.map(({ definition }) => definition)
  const routes = routeEntities(config, definitions)
  const streams = [...new Set([...routes.values()].flat())]
  await assertServers(config, streams, logger)

  const tracing = await loadTracing(config.settings.tracing)
  await using consumer = new BackgroundConsumer({ config, tables, logger, tracing })
  await using _metrics =
    port === undefined
      ? undefined
      : await serveMetrics(await createMetrics({ config, streams: routes }, consumer), port)
  const stopLogging = logEvents(consumer, logger)
  logger.info(
    { streams: streams.map(({ key }) => key), entities: tables.length, workers: config.settings.consumer.workers },
    flags.once ? 'Settling what is queued' : 'Consumer started',
  )
  try {
    if (flags.once) await drainUntil(consumer, signal)
    else await consumer.run({ signal })
  } finally {
    stopLogging()
  }
  logger.info({ reason: signal.aborted ? String(signal.reason) : 'done' }, 'Consumer ended')
  return signal.aborted && signal.reason !== 'SIGTERM' ? EXIT.interrupted : EXIT.fine
}

/** A signal ends the draining early; what has begun is finished. */
async function drainUntil(consumer: BackgroundConsumer, signal: AbortSignal): Promise<void> {
  const stop = () => void consumer.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (!signal.aborted) await consumer.drain({ timeoutMs: Number.POSITIVE_INFINITY })
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
