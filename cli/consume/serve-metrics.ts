import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Metrics } from '../../runtime/observe/metrics/index.js'
import { UsageError } from '../usage-error.js'

type Answer = readonly [status: number, text: string, type?: string]

/** `/metrics` for Prometheus, `/health/live` and `/health/ready` for an orchestrator. */
export async function serveMetrics(metrics: Metrics, port: number): Promise<AsyncDisposable> {
  const server = createServer((request, response) => {
    answer(metrics, request.url ?? '/')
      .catch((): Answer => [500, 'the answer could not be made\n'])
      .then(([status, text, type = 'text/plain; charset=utf-8']) =>
        response.writeHead(status, { 'Content-Type': type }).end(text),
      )
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

async function answer({ registry, isReady }: Metrics, url: string): Promise<Answer> {
  const [path] = url.split('?')
  switch (path) {
    case '/metrics':
      return [200, await registry.metrics(), registry.contentType]
    case '/health/live':
      return [200, 'live\n']
    case '/health/ready':
      return (await isReady()) ? [200, 'ready\n'] : [503, 'a server is away\n']
    default:
      return [404, 'there are /metrics, /health/live and /health/ready\n']
  }
}
