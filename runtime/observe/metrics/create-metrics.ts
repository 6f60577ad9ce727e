import type { Registry } from 'prom-client'
import type { BackgroundConsumer } from '../../background-consumer.js'
import type { EngineConfig, StreamConfig } from '../../config/engine-config.js'
import { StatusReader } from '../status-reader.js'
import { isReachable } from '../stream-status.js'
import { countEvents } from './count-events.js'
import { MissingPackageError } from './missing-package-error.js'
import { addStreamGauges } from './stream-gauges.js'

export interface MetricsHost {
  readonly config: EngineConfig
  /** Of each entity, by name, its streams; for those that only entities name. */
  readonly streams?: ReadonlyMap<string, readonly StreamConfig[]>
}

export interface Metrics extends AsyncDisposable {
  /** Of prom-client: `await registry.metrics()` is the text that Prometheus reads. */
  readonly registry: Registry
  /** Whether every server of every stream answers. */
  isReady(): Promise<boolean>
  /** Takes the listeners off and closes its own connections. Safe to repeat. */
  close(): Promise<void>
}

/**
 * What Prometheus is told of the streams of an engine, asked of the servers at each scrape; with a consumer, also what
 * that one does in this process. Rejects with MissingPackageError where prom-client is not installed.
 */
export async function createMetrics(host: MetricsHost, consumer?: Pick<BackgroundConsumer, 'on'>): Promise<Metrics> {
  const prometheus = await import('prom-client').catch((cause: unknown) => {
    throw new MissingPackageError('prom-client', cause)
  })
  const registry = new prometheus.Registry()
  const streams = [...new Set([...host.config.streams, ...[...(host.streams?.values() ?? [])].flat()])]
  const reader = new StatusReader(host.config, streams)
  addStreamGauges(prometheus, registry, reader)
  const stopCounting = consumer === undefined ? () => {} : countEvents(prometheus, registry, consumer)
  const close = async () => {
    stopCounting()
    await reader.close()
  }
  return {
    registry,
    async isReady() {
      const statuses = await reader.read()
      return statuses.every(({ redis, database }) => isReachable(redis) && isReachable(database))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
