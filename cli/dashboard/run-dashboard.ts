import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDashboard } from '../../runtime/observe/dashboard/index.js'
import { allStreams } from '../all-streams.js'
import { readConfig } from '../config-flag.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import { UsageError } from '../usage-error.js'

interface DashboardFlags {
  readonly config: string | undefined
  readonly entities: string | undefined
  readonly port: number
  readonly host: string
  readonly 'allow-actions': boolean
  readonly token: string | undefined
}

/** Serves the page until the terminal's signal. */
export async function runDashboard(flags: DashboardFlags, terminal: Terminal): Promise<ExitCode> {
  const { signal, stdout } = terminal
  const config = await readConfig(flags.config, terminal)
  const streams = await allStreams(config, flags.entities, terminal)
  const dashboard = createDashboard(
    { config, streams: new Map(streams.map((stream) => [stream.name, [stream]])) },
    {
      actions: flags['allow-actions'] ? 'allow' : 'refuse',
      hosts: [flags.host],
      ...(flags.token !== undefined && { token: flags.token }),
    },
  )
  const server = createServer(dashboard)
  try {
    await listen(server, flags)
    const { port } = server.address() as AddressInfo
    const host = flags.host.includes(':') ? `[${flags.host}]` : flags.host
    stdout.write(`Dashboard: http://${host}:${port}/#token=${encodeURIComponent(dashboard.token)}\n`)
    stdout.write(
      flags['allow-actions']
        ? 'Dead letters can be retried and discarded there.\n'
        : 'Read-only; --allow-actions for more.\n',
    )
    if (!isLoopback(flags.host)) stdout.write('Others can reach it, unencrypted: put it behind TLS or an SSH tunnel.\n')
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    await dashboard.close()
    server.close()
    server.closeAllConnections()
  }
  return EXIT.fine
}

async function listen(server: ReturnType<typeof createServer>, { port, host }: DashboardFlags): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw new UsageError(`the dashboard cannot listen at ${host}:${port}: ${(cause as Error).message}`, {
      remedy: 'choose another with --port, or --port 0 for any free one',
      cause,
    })
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')
