import { ServerNotFoundError } from '../errors.js'
import { installPackages } from './apt.js'
import { fillCache, findCachedProgram } from './cached-packages.js'
import { dockerProgram } from './docker.js'
import { serverDirectories } from './find-executable.js'
import { EXECUTABLES, findLocalProgram } from './local-program.js'
import type { ServerKind, ServerProgram } from './program.js'

const INSTALL_LINES = {
  redis: 'sudo apt-get install -y redis-server   (macOS: brew install redis)',
  mysql: 'sudo apt-get install -y mariadb-server-core   (macOS: brew install mariadb)',
} as const satisfies Record<ServerKind, string>

interface Rung {
  readonly name: string
  climb(kind: ServerKind, log: (line: string) => void): Promise<ServerProgram>
}

/** From what costs nothing to what changes the machine. Each throws an Error with its reason where it does not hold. */
const LADDER: readonly Rung[] = [
  { name: 'this machine', climb: async (kind) => onThisMachine(kind) },
  { name: 'cached packages', climb: async (kind, log) => findCachedProgram(kind) ?? fillCache(kind, log) },
  { name: 'installed packages', climb: installed },
  { name: 'Docker', climb: dockerProgram },
]

/** One search at a time: two would download the same lists, and the second may find what the first has brought. */
let turn: Promise<unknown> = Promise.resolve()

/** Climbs the ladder until a rung holds. Throws ServerNotFoundError with what each rung said. */
export function locateServer(kind: ServerKind, log: (line: string) => void): Promise<ServerProgram> {
  const search = turn.then(() => climb(kind, log))
  turn = search.catch(() => undefined)
  return search
}

async function climb(kind: ServerKind, log: (line: string) => void): Promise<ServerProgram> {
  const tried: string[] = []
  for (const rung of LADDER) {
    try {
      return await rung.climb(kind, log)
    } catch (error) {
      tried.push(`${rung.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new ServerNotFoundError({ kind, tried, installLine: INSTALL_LINES[kind] })
}

function onThisMachine(kind: ServerKind): ServerProgram {
  const found = findLocalProgram({ kind, rung: 'machine', directories: serverDirectories() })
  if (found === undefined) throw new Error(`no working ${EXECUTABLES[kind].join(' or ')} in PATH or the usual folders`)
  return found
}

async function installed(kind: ServerKind, log: (line: string) => void): Promise<ServerProgram> {
  if (process.getuid?.() !== 0) throw new Error('only root may install them')
  log(`servers: installing ${kind === 'redis' ? 'Redis' : 'MariaDB'} with apt-get`)
  await installPackages(kind)
  const { origin, ...program } = onThisMachine(kind)
  return { ...program, origin: { ...origin, rung: 'packages' } }
}
