import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findExecutable } from './find-executable.js'
import type { ServerKind } from './program.js'
import { runCommand } from './run-command.js'

/** The smallest packages that bring the server, in the names of several releases of Debian and Ubuntu. */
const PACKAGES = {
  redis: [
    ['redis-server', 'redis-tools'],
    ['valkey-server', 'valkey-tools'],
  ],
  mysql: [
    ['mariadb-server-core'],
    ['mariadb-server-core-10.6'],
    ['mariadb-server-core-10.3'],
    ['mysql-server-core-8.0'],
  ],
} as const satisfies Record<ServerKind, readonly (readonly [string, ...string[]])[]>

/** Never unpacked beside the system's own: a second C library breaks every program that finds it first. */
const NEVER = /^(libc6|libc-bin|libc6-.*|base-files)(:.*)?$/

const QUERY_MS = 60_000
const DOWNLOAD_MS = 600_000

/** Where apt keeps its lists: the system's, or ones of our own that need no rights. */
export type AptLists = { readonly kind: 'system' } | { readonly kind: 'own'; readonly directory: string }

export function aptIsHere(): boolean {
  const directories = (process.env.PATH ?? '').split(':')
  return ['apt-get', 'apt-cache', 'dpkg-deb'].every((name) => findExecutable([name], directories) !== undefined)
}

/** The first that these lists have; throws where they have none. */
export async function choosePackages(kind: ServerKind, lists: AptLists): Promise<readonly string[]> {
  for (const names of PACKAGES[kind]) {
    const policy = await apt('apt-cache', ['policy', names[0]], lists, { timeoutMs: QUERY_MS })
    if (/Candidate: [^(\s]/.test(policy)) return names
  }
  throw new Error(`apt-cache: no candidate for ${PACKAGES[kind].map(([name]) => name).join(', ')}`)
}

/** Fetches the lists anew into a directory of our own. */
export async function updateOwnLists(directory: string): Promise<AptLists> {
  for (const folder of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(directory, folder), { recursive: true })
  }
  const lists = { kind: 'own', directory } as const
  await apt('apt-get', ['update', '-q'], lists, { timeoutMs: DOWNLOAD_MS })
  return lists
}

/** Downloads the packages, and what they need and the machine lacks, into `target`. */
export async function downloadPackages(names: readonly string[], lists: AptLists, target: string): Promise<void> {
  const plan = await apt('apt-get', ['install', '--simulate', '-y', '--no-install-recommends', ...names], lists, {
    timeoutMs: QUERY_MS,
  })
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, found]) => found!).filter((found) => !NEVER.test(found))
  await apt('apt-get', ['download', '-q', ...new Set([...names, ...missing])], lists, {
    cwd: target,
    timeoutMs: DOWNLOAD_MS,
  })
}

/** The system's own installation; for root. */
export async function installPackages(kind: ServerKind): Promise<void> {
  const lists = { kind: 'system' } as const
  await apt('apt-get', ['update', '-q'], lists, { timeoutMs: DOWNLOAD_MS })
  const names = await choosePackages(kind, lists)
  await apt('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], lists, { timeoutMs: DOWNLOAD_MS })
}

function apt(
  command: 'apt-get' | 'apt-cache',
  args: readonly string[],
  lists: AptLists,
  settings: { readonly cwd?: string; readonly timeoutMs: number },
): Promise<string> {
  const own =
    lists.kind === 'own'
      ? [`Dir::State::lists=${lists.directory}/lists`, `Dir::Cache=${lists.directory}/cache`, 'Debug::NoLocking=true']
      : []
  const options = ['Acquire::Retries=2', 'Acquire::http::Timeout=20', 'APT::Sandbox::User=root', ...own]
  return runCommand(command, [...args, ...options.flatMap((option) => ['-o', option])], {
    ...settings,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
}
