import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ServerStartError } from '../errors.js'
import type { ServerOrigin } from '../ladder/program.js'
import { type Launch, type LaunchedProcess, startWatchdog } from '../process/watchdog.js'

/** A private server: hurt it, restart it on the same directory and port, throw it away. */
export interface PrivateServer extends AsyncDisposable {
  readonly url: string
  readonly host: '127.0.0.1'
  readonly port: number
  /** Everything that it wrote; removed by `close`. */
  readonly directory: string
  readonly dataDirectory: string
  /** Its own log, appended to over restarts. */
  readonly logPath: string
  readonly origin: ServerOrigin
  /** Of the running process; undefined while it is stopped. */
  readonly pid: number | undefined
  /** Sends a signal and waits for nothing: SIGSTOP, SIGCONT. Does nothing while it is stopped. */
  signal(signal: NodeJS.Signals): void
  /** Orderly shutdown. Resolves when the process is gone. */
  stop(): Promise<void>
  /** SIGKILL. Resolves when the process is gone; the directory stays. */
  kill(): Promise<void>
  /** Stops it where it runs, then starts it on the same directory and port. `extraArguments` take the place of the first ones. */
  restart(extraArguments?: readonly string[]): Promise<void>
  /** Ends it and removes its directory. Safe to repeat. */
  close(): Promise<void>
}

export interface ServerBlueprint {
  readonly directory: string
  readonly origin: ServerOrigin
  readonly url: string
  readonly port: number
  readonly extraArguments: readonly string[]
  readonly startTimeoutMs: number
  launch(extraArguments: readonly string[]): Launch
  /** Rejects while the server is not ready. */
  probe(): Promise<void>
}

/** Resolves when the server answers. Closes everything and throws ServerStartError when it does not. */
export async function startPrivateServer(blueprint: ServerBlueprint): Promise<PrivateServer> {
  const { directory, startTimeoutMs } = blueprint
  const watchdog = startWatchdog(directory)
  const logPath = join(directory, 'server.log')
  closeSync(openSync(logPath, 'a'))
  let running: RunningProcess | undefined

  const start = async (extraArguments: readonly string[]) => {
    const launch = blueprint.launch(extraArguments)
    const launched: RunningProcess = { ...(await watchdog.launch(launch)), launch, exitCode: undefined }
    running = launched
    void launched.exited.then((code) => {
      launched.exitCode = code
      if (running === launched) running = undefined
    })
    const deadline = Date.now() + startTimeoutMs
    for (;;) {
      const problem = await blueprint.probe().then(() => undefined, String)
      if (launched.exitCode !== undefined) throw failure(launch, `it ended with code ${launched.exitCode}`)
      if (problem === undefined) return
      if (Date.now() > deadline) throw failure(launch, `not ready after ${startTimeoutMs} ms (${problem})`)
      await delay(10)
    }
  }
  const failure = (launch: Launch, reason: string) =>
    new ServerStartError({ command: launch.command, reason, logTail: tail(logPath) })

  const end = async (signal: NodeJS.Signals) => {
    if (running === undefined) return
    const ending = running
    sendSignal(ending, signal)
    sendSignal(ending, 'SIGCONT')
    await watchdog.hold(ending.exited)
  }

  try {
    await start(blueprint.extraArguments)
  } catch (error) {
    await watchdog.close()
    throw error
  }

  const server: PrivateServer = {
    url: blueprint.url,
    host: '127.0.0.1',
    port: blueprint.port,
    directory,
    dataDirectory: join(directory, 'data'),
    logPath,
    origin: blueprint.origin,
    get pid() {
      return running?.pid
    },
    signal(signal) {
      if (running !== undefined) sendSignal(running, signal)
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart(extraArguments = blueprint.extraArguments) {
      await end('SIGTERM')
      await start(extraArguments)
    },
    close: () => watchdog.close(),
    [Symbol.asyncDispose]: () => watchdog.close(),
  }
  return server
}

interface RunningProcess extends LaunchedProcess {
  readonly launch: Launch
  exitCode: number | undefined
}

function sendSignal({ pid, launch }: RunningProcess, signal: NodeJS.Signals): void {
  try {
    if (launch.container !== undefined) launch.container.signal(signal)
    else process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function tail(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : ''
}
