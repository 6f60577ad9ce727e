import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Metrics } from '../../runtime/observe/metrics/index.js'
import { UsageError } from '../usage-error.js'

/** `/metrics` for Prometheus, `/health/live` and `/health/ready` for an orchestrator. */
export async function serveMetrics(metrics: Metrics, port: number): Promise<AsyncDisposable> {
  const server = createServer(async ({ url }, response) => {
    const answer = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'Content-Type': type }).end(text)
    switch (url) {
      case '/metrics':
        return answer(200, await metrics.registry.metrics(), metrics.registry.contentType)
      case '/health/live':
        return answer(200, 'live\n')
      case '/health/ready':
        return (await metrics.isReady()) ? answer(200, 'ready\n') : answer(503, 'a server is away\n')
      default:
        return answer(404, 'there are /metrics, /health/live and /health/ready\n')
    }
  })
  try {
    server.listen(port)
    await once(server, 'listening')
  } catch (cause) {
    throw new UsageError(`metrics cannot be served at port ${port}: ${(cause as Error).message}`, {
      remedy: 'choose another with --metrics-port',
      cause,
    })
  }
  return {
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await metrics.close()
    },
  }
}
