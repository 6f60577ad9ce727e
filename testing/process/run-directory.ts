import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Directories are named after the machine and the process that owns them, so that a later run can tell which are
 * orphans. The host's name is part of it because containers with process numbers of their own may share a /tmp.
 */
const PREFIX = `orm-gen-${hostname()
  .replace(/[^A-Za-z0-9]/g, '')
  .slice(0, 16)}-`

export function createRunDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

/** Ends the servers and removes the directories of runs whose process is gone. */
export function reapStaleDirectories(): void {
  for (const name of namesIn(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN
    if (Number.isNaN(owner) || isAlive(owner)) continue
    const directory = join(tmpdir(), name)
    killLeftOver(directory)
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** A server is left over only where its watchdog was killed too. That it works in the directory proves that it is ours. */
function killLeftOver(directory: string): void {
  const pid = Number(readText(join(directory, 'pid')))
  if (pid > 0 && workingDirectory(pid).startsWith(`${directory}/`)) process.kill(pid, 'SIGKILL')
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
