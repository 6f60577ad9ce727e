import { readFileSync } from 'node:fs'

/** Of private servers; undefined for one that was found running. */
export interface ServerPids {
  readonly redis: number | undefined
  readonly database: number | undefined
}

/** Microseconds of processor time an event; undefined where the process cannot be looked at. */
export interface CpuPerEvent {
  readonly node: number
  readonly redis: number | undefined
  readonly database: number | undefined
}

/** Linux counts in these, whatever its own clock does. */
const TICK_MICROSECONDS = 10_000

/** Starts to count; the function that it returns says what `events` cost each. `node` is this process. */
export function countCpu(pids: ServerPids): (events: number) => CpuPerEvent {
  const before = { node: process.cpuUsage(), redis: ticksOf(pids.redis), database: ticksOf(pids.database) }
  return (events) => {
    const { user, system } = process.cpuUsage(before.node)
    const since = (pid: number | undefined, start: number | undefined) => {
      const now = ticksOf(pid)
      return now === undefined || start === undefined ? undefined : ((now - start) * TICK_MICROSECONDS) / events
    }
    return {
      node: (user + system) / events,
      redis: since(pids.redis, before.redis),
      database: since(pids.database, before.database),
    }
  }
}

/** utime and stime of /proc/PID/stat; undefined where there is no /proc. */
function ticksOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name of the program, in brackets, may hold blanks.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return undefined
  }
}
