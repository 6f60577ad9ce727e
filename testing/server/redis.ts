import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { locateServer } from '../ladder/locate.js'
import { freePort } from '../process/free-port.js'
import { probeRedis } from '../process/probe.js'
import { createRunDirectory, reapStaleDirectories } from '../process/run-directory.js'
import { type PrivateServer, startPrivateServer } from './control.js'
import { logToStandardError, type RedisOptions, SERVER_DEFAULTS } from './options.js'

export interface RedisServer extends PrivateServer {
  /** `rediss://` address; undefined without the option `tls`. */
  readonly tlsUrl: string | undefined
}

/**
 * Starts a private Redis or Valkey in a temporary directory, on 127.0.0.1, with the append-only file on and nothing
 * evicted. Throws ServerNotFoundError or ServerStartError.
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const program = await locateServer('redis', options.log ?? logToStandardError)
  reapStaleDirectories()
  const port = options.port ?? (await freePort())
  const tlsPort = options.tls === undefined ? undefined : await freePort()
  const directory = await createRunDirectory()
  mkdirSync(join(directory, 'data'))
  const credentials = options.password === undefined ? '' : `:${encodeURIComponent(options.password)}@`
  const tlsArguments =
    options.tls === undefined
      ? []
      : [
          ...['--tls-port', String(tlsPort), '--tls-auth-clients', 'no'],
          ...['--tls-cert-file', options.tls.certificate, '--tls-key-file', options.tls.key],
          ...['--tls-ca-cert-file', options.tls.ca ?? options.tls.certificate],
        ]
  const args = [
    ...['--port', String(port), '--bind', program.bindAddress, '--dir', program.pathInside(join(directory, 'data'))],
    ...['--appendonly', 'yes', '--appendfsync', options.appendFsync ?? SERVER_DEFAULTS.appendFsync],
    ...['--save', '', '--daemonize', 'no', '--maxmemory-policy', 'noeviction'],
    ...(options.password === undefined ? ['--protected-mode', 'no'] : ['--requirepass', options.password]),
    ...tlsArguments,
  ]

  const server = await startPrivateServer({
    directory,
    origin: program.origin,
    url: `redis://${credentials}127.0.0.1:${port}/0`,
    port,
    extraArguments: options.extraArguments ?? [],
    startTimeoutMs: options.startTimeoutMs ?? SERVER_DEFAULTS.startTimeoutMs,
    launch: (extraArguments) => program.launch({ directory, port, args: [...args, ...extraArguments] }),
    probe: () => probeRedis({ host: '127.0.0.1', port }, 1_000),
  })
  return Object.defineProperty(server, 'tlsUrl', {
    value: tlsPort === undefined ? undefined : `rediss://${credentials}127.0.0.1:${tlsPort}/0`,
    enumerable: true,
  }) as RedisServer
}
