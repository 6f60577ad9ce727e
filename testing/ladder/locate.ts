import { ServerNotFoundError } from '../errors.js'
import { serverDirectories } from './find-executable.js'
import { findLocalProgram } from './local-program.js'
import type { ServerKind, ServerProgram } from './program.js'

/** Climbs the ladder until a rung holds. Throws ServerNotFoundError with what each rung said. */
export async function locateServer(kind: ServerKind, _log: (line: string) => void): Promise<ServerProgram> {
  const found = findLocalProgram({ kind, rung: 'machine', directories: serverDirectories() })
  if (found !== undefined) return found
  throw new ServerNotFoundError({ kind, tried: ['nothing on this machine'], installLine: INSTALL_LINES[kind] })
}

const INSTALL_LINES = {
  redis: 'sudo apt-get install -y redis-server',
  mysql: 'sudo apt-get install -y mariadb-server',
} as const satisfies Record<ServerKind, string>
