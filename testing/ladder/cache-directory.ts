import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * Where downloads and empty data directories are kept between runs: `ORM_GEN_CACHE_DIR`, else under the user's cache
 * folder, else (no writable home) a folder of this user in the temporary directory. Created where missing.
 */
export function cacheDirectory(...parts: readonly string[]): string {
  const home = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const candidates = [
    process.env.ORM_GEN_CACHE_DIR,
    join(home, 'orm-gen'),
    join(tmpdir(), `orm-gen-cache-${userInfo().uid}`),
  ]
  const base = candidates.find((candidate) => candidate !== undefined && candidate !== '' && isWritable(candidate))
  if (base === undefined) throw new Error('no folder for the cache can be written')
  const directory = join(base, ...parts)
  mkdirSync(directory, { recursive: true })
  return directory
}

function isWritable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true })
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}
