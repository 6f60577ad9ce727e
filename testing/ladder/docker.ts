import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { findExecutable } from './find-executable.js'
import type { ServerKind, ServerProgram } from './program.js'
import { runCommand } from './run-command.js'

const IMAGES = {
  redis: { image: 'redis:7', name: 'redis 7', program: 'redis-server' },
  mysql: { image: 'mariadb:10.11', name: 'mariadb 10.11', program: 'mariadbd' },
} as const satisfies Record<ServerKind, { readonly image: string; readonly name: string; readonly program: string }>

/** Directory of the run as the container sees it. */
const MOUNT = '/run/orm-gen'

/** Servers in containers. Throws an Error with the reason where no daemon answers or the image cannot be had. */
export async function dockerProgram(kind: ServerKind, log: (line: string) => void): Promise<ServerProgram> {
  const docker = findExecutable(['docker'], (process.env.PATH ?? '').split(':'))
  if (docker === undefined) throw new Error('docker is not here')
  await runCommand(docker, ['version', '--format', '{{.Server.Version}}'], { timeoutMs: 5_000 })
  const { image, name, program } = IMAGES[kind]
  const present = await runCommand(docker, ['image', 'inspect', image], { timeoutMs: 10_000 }).then(
    () => true,
    () => false,
  )
  if (!present) {
    log(`servers: pulling the image ${image} (once)`)
    await runCommand(docker, ['pull', image], { timeoutMs: 600_000 })
  }
  return {
    origin: { rung: 'docker', name, from: image },
    bindAddress: '0.0.0.0',
    // The image's own entry point fills an empty data directory.
    initialisation: { kind: 'none' },
    pathInside: (path) => path.replace(/^.*\/orm-gen-[^/]+/, MOUNT),
    launch: ({ directory, port, args }) => {
      const container = `orm-gen-${randomBytes(6).toString('hex')}`
      const user = process.getuid === undefined ? [] : ['--user', `${process.getuid()}:${process.getgid?.()}`]
      const settings = [
        ...['--rm', '--name', container, ...user, '--volume', `${directory}:${MOUNT}`],
        ...['--publish', `127.0.0.1:${port}:${port}`, '--env', 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1'],
      ]
      const asRoot = kind === 'mysql' && process.getuid?.() === 0 ? ['--user=root'] : []
      return {
        command: docker,
        args: ['run', ...settings, image, program, ...asRoot, ...args],
        container: {
          removeLine: `'${docker}' rm -f ${container}`,
          // Fails where the container has ended meanwhile, which is what most signals are for.
          signal: (signal) => void spawnSync(docker, ['kill', `--signal=${signal}`, container], { stdio: 'ignore' }),
        },
      }
    },
  }
}
