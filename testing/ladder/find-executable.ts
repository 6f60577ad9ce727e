import { accessSync, constants, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Servers are often installed where a user's PATH does not lead. */
const USUAL_DIRECTORIES = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/opt/homebrew/opt/mysql/bin',
  '/opt/homebrew/opt/redis/bin',
]

/** `ORM_GEN_SERVER_DIRS` replaces PATH and the usual folders: to take one build among several, or none. */
export function serverDirectories(): readonly string[] {
  const chosen = process.env.ORM_GEN_SERVER_DIRS
  if (chosen !== undefined) return chosen.split(delimiter).filter((directory) => directory !== '')
  return [...(process.env.PATH ?? '').split(delimiter), ...USUAL_DIRECTORIES]
}

/** Full path of the first name that one of the directories has, names before directories. */
export function findExecutable(names: readonly string[], directories: readonly string[]): string | undefined {
  for (const name of names) {
    const found = directories.map((directory) => join(directory, name)).find(isExecutable)
    if (found !== undefined) return found
  }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(realpathSync(path), constants.X_OK)
    return true
  } catch {
    return false
  }
}
