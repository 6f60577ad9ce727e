import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** How to run a server. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Set where the command is only the client of what runs elsewhere. */
  readonly container?: Container
}

export interface Container {
  /** Shell line that removes it. */
  readonly removeLine: string
  signal(signal: NodeJS.Signals): void
}

/** A server that has been started, ready or not. */
export interface LaunchedProcess {
  readonly pid: number
  /** Resolves with the exit code when the process is gone. */
  readonly exited: Promise<number>
}

/**
 * The parent of one server: a small shell that waits on a pipe. It starts the server for each line it reads; when the
 * pipe ends, because this process closed it or died of anything, it kills the server and removes the directory.
 * The shell launches the server itself, so that no moment exists in which a server runs and nobody watches it.
 */
export interface Watchdog {
  launch(launch: Launch): Promise<LaunchedProcess>
  /** Waits for what the watchdog will report, and keeps this process alive meanwhile. */
  hold<T>(report: Promise<T>): Promise<T>
  /** Kills the server, removes the directory. */
  close(): Promise<void>
}

/** `$1` is the directory. Files in it: launch.sh, pid, gone (the server ended by itself), server.log. */
const SCRIPT = `
PATH=$PATH:/usr/bin:/bin
dir=$1
while read -r _; do
  rm -f "$dir/pid" "$dir/gone"
  (
    sh "$dir/launch.sh" >>"$dir/server.log" 2>&1 </dev/null & pid=$!
    echo "$pid" >"$dir/pid"
    echo "started $pid"
    wait "$pid"
    code=$?
    : >"$dir/gone"
    echo "exited $code"
  ) & runner=$!
  until [ -s "$dir/pid" ] || ! kill -0 "$runner" 2>/dev/null; do sleep 0.01; done
done
if [ -s "$dir/pid" ] && [ ! -e "$dir/gone" ]; then
  pid=$(cat "$dir/pid")
  kill -9 "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.02; tries=$((tries + 1)); done
fi
[ -e "$dir/cleanup.sh" ] && sh "$dir/cleanup.sh" >/dev/null 2>&1
rm -rf "$dir"
`

export function startWatchdog(directory: string): Watchdog {
  // Its own session: Ctrl-C in a terminal must reach the program and not the servers it still needs.
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'orm-gen-watchdog', directory], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
  })
  // A program that ends without closing is not held up: its exit ends the pipe.
  shell.unref()
  const output = shell.stdout as Socket
  output.unref()
  ;(shell.stdin as Socket).unref()
  const reports = createReports(output)
  let closing: Promise<void> | undefined
  const hold = async <T>(report: Promise<T>) => {
    output.ref()
    try {
      return await report
    } finally {
      output.unref()
    }
  }

  return {
    async launch(launch) {
      writeFileSync(join(directory, 'launch.sh'), `exec ${shellLine(launch)}\n`)
      if (launch.container !== undefined) {
        writeFileSync(join(directory, 'cleanup.sh'), `${launch.container.removeLine}\n`)
      }
      const started = reports.next('started')
      const exited = reports.next('exited')
      shell.stdin.write('start\n')
      return { pid: await hold(started), exited }
    },
    hold,
    close() {
      closing ??= new Promise((resolve) => {
        if (shell.exitCode !== null || shell.signalCode !== null) return resolve()
        shell.ref()
        shell.once('exit', () => resolve())
        shell.stdin.end()
      })
      return closing
    },
  }
}

function createReports(output: NodeJS.ReadableStream) {
  const waiting = { started: [] as ((n: number) => void)[], exited: [] as ((n: number) => void)[] }
  createInterface({ input: output }).on('line', (line) => {
    const [kind, number] = line.split(' ')
    if (kind === 'started' || kind === 'exited') waiting[kind].shift()?.(Number(number))
  })
  return {
    next: (kind: 'started' | 'exited') => new Promise<number>((resolve) => waiting[kind].push(resolve)),
  }
}

function shellLine({ command, args, env = {} }: Launch): string {
  const settings = Object.entries(env).map(([name, value]) => quote(`${name}=${value}`))
  return ['env', ...settings, quote(command), ...args.map(quote)].join(' ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
