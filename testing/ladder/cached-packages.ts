import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type AptLists, aptIsHere, choosePackages, downloadPackages, updateOwnLists } from './apt.js'
import { cacheDirectory } from './cache-directory.js'
import { findLocalProgram } from './local-program.js'
import type { ServerKind, ServerProgram } from './program.js'
import { runCommand } from './run-command.js'

/** A server whose packages were unpacked into the cache earlier. */
export function findCachedProgram(kind: ServerKind): ServerProgram | undefined {
  const root = cachedRoot(kind)
  return findLocalProgram({ kind, rung: 'cache', root, directories: [join(root, 'usr/bin'), join(root, 'usr/sbin')] })
}

/**
 * Downloads the distribution's packages and unpacks them into the cache: no rights are needed and nothing is installed.
 * Throws an Error with the reason where that cannot be done here.
 */
export async function fillCache(kind: ServerKind, log: (line: string) => void): Promise<ServerProgram> {
  if (!aptIsHere()) throw new Error('apt-get is not here')
  log(`servers: downloading ${kind === 'redis' ? 'Redis' : 'MariaDB'} into ${cacheDirectory('servers')} (once)`)
  const workplace = await mkdtemp(`${cachedRoot(kind)}.`)
  try {
    await download(kind, workplace)
    await unpack(workplace)
    await rm(cachedRoot(kind), { recursive: true, force: true })
    await rename(join(workplace, 'root'), cachedRoot(kind))
  } finally {
    await rm(workplace, { recursive: true, force: true })
  }
  const program = findCachedProgram(kind)
  if (program === undefined) throw new Error('the downloaded server does not run on this machine')
  return program
}

/** The system's lists serve where they are there and fresh; else ones of our own are fetched. */
async function download(kind: ServerKind, workplace: string): Promise<void> {
  const target = join(workplace, 'packages')
  const from = async (lists: AptLists) => {
    await rm(target, { recursive: true, force: true })
    await mkdir(target)
    await downloadPackages(await choosePackages(kind, lists), lists, target)
  }
  await from({ kind: 'system' }).catch(async () => from(await updateOwnLists(join(workplace, 'apt'))))
}

async function unpack(workplace: string): Promise<void> {
  const packages = (await readdir(join(workplace, 'packages'))).filter((name) => name.endsWith('.deb'))
  for (const name of packages) {
    const path = join(workplace, 'packages', name)
    await runCommand('dpkg-deb', ['-x', path, join(workplace, 'root')], { timeoutMs: 120_000 })
  }
}

/** One a release and processor: a home directory may be shared by several. */
function cachedRoot(kind: ServerKind): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(release)?.[1] ?? ''
  return join(cacheDirectory('servers'), `${kind}-${field('ID')}${field('VERSION_ID')}-${process.arch}`)
}
