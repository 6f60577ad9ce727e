import type { Tracing } from '../../ports.js'

/** Undefined where it is switched off, or `@opentelemetry/api` is not installed. */
export async function loadTracing(mode: 'auto' | 'off'): Promise<Tracing | undefined> {
  if (mode === 'off') return undefined
  const api = await import('@opentelemetry/api').catch(() => undefined)
  if (api === undefined) return undefined
  const { OpenTelemetryTracing } = await import('./open-telemetry-tracing.js')
  return new OpenTelemetryTracing(api)
}
