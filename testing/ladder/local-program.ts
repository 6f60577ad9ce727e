import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findExecutable } from './find-executable.js'
import type { Initialisation, ServerKind, ServerOrigin, ServerProgram } from './program.js'

/** Names of the programs, the preferred first. */
export const EXECUTABLES = {
  redis: ['redis-server', 'valkey-server'],
  mysql: ['mariadbd', 'mysqld'],
} as const satisfies Record<ServerKind, readonly string[]>

export interface LocalSearch {
  readonly kind: ServerKind
  readonly rung: ServerOrigin['rung']
  readonly directories: readonly string[]
  /** Where an unpacked copy of packages lies; its libraries and share files are not where the program expects them. */
  readonly root?: string
}

/** The first server in the directories that runs here (an unpacked copy may lack a library, another build may be broken). */
export function findLocalProgram(search: LocalSearch): ServerProgram | undefined {
  const command = findExecutable(EXECUTABLES[search.kind], search.directories)
  if (command === undefined) return undefined
  const env = search.root === undefined ? {} : { LD_LIBRARY_PATH: libraryPath(search.root) }
  const version = readVersion(command, env)
  if (version === undefined) return undefined
  const name = flavourOf(search.kind, version, command)
  const prefix = search.kind === 'mysql' ? mysqlArguments(command, name, search.root) : []
  return {
    origin: { rung: search.rung, name: `${name} ${numberOf(version)}`, from: command },
    bindAddress: '127.0.0.1',
    initialisation: initialisationOf(name, shareDirectory(command, search.root)),
    pathInside: (path) => path,
    launch: ({ args }) => ({ command, args: [...prefix, ...args], env }),
  }
}

type Flavour = 'redis' | 'valkey' | 'mariadb' | 'mysql'

function flavourOf(kind: ServerKind, version: string, command: string): Flavour {
  if (kind === 'mysql') return /mariadb/i.test(version) ? 'mariadb' : 'mysql'
  return /valkey/i.test(version) || command.includes('valkey') ? 'valkey' : 'redis'
}

function numberOf(version: string): string {
  return /\d+\.\d+(\.\d+)?/.exec(version)?.[0] ?? 'of unknown version'
}

function initialisationOf(flavour: Flavour, share: string | undefined): Initialisation {
  switch (flavour) {
    case 'redis':
    case 'valkey':
      return { kind: 'none' }
    case 'mysql':
      return { kind: 'option' }
    case 'mariadb':
      return { kind: 'scripts', directory: share ?? '/usr/share/mysql' }
  }
}

/** Settings of the machine's own configuration files must not reach a private server. */
function mysqlArguments(command: string, flavour: Flavour, root: string | undefined): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []
  if (root === undefined) return ['--no-defaults', ...asRoot]
  const share = shareDirectory(command, root)
  const places = [`--lc-messages-dir=${share}`, `--character-sets-dir=${share}/charsets`, `--basedir=${root}/usr`]
  return ['--no-defaults', ...asRoot, ...(flavour === 'mariadb' ? places : places.slice(0, 2))]
}

/** The folder with the messages and scripts: beside the program's own folder. */
function shareDirectory(command: string, root: string | undefined): string | undefined {
  const base = root === undefined ? dirname(dirname(command)) : join(root, 'usr')
  const names = ['share/mariadb', 'share/mysql', 'share']
  const marker = (directory: string) =>
    existsSync(join(directory, 'mysql_system_tables.sql')) || existsSync(join(directory, 'charsets'))
  return names.map((name) => join(base, name)).find(marker)
}

function libraryPath(root: string): string {
  const triplets = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as Readonly<Record<string, string>>
  const triplet = triplets[process.arch] ?? ''
  return [`usr/lib/${triplet}`, `lib/${triplet}`, 'usr/lib', 'usr/lib/mysql/private']
    .map((directory) => join(root, directory))
    .join(':')
}

function readVersion(command: string, env: Readonly<Record<string, string>>): string | undefined {
  try {
    return execFileSync(command, ['--version'], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    })
  } catch {
    return undefined
  }
}
