import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Jobs } from './jobs.js'
import type { ChildAnswer, ChildRequest } from './messages.js'

/** A process of its own for one side of a comparison. It is kept between turns, so that its code is warm. */
export class BenchChild {
  readonly #process: ChildProcess

  /** `flags` are Node's: `--max-old-space-size=128`. */
  constructor(flags: readonly string[] = []) {
    this.#process = fork(new URL('./main.ts', import.meta.url), { execArgv: ['--import', 'tsx', ...flags] })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Rejects with what the job threw, or when the process ended before it answered. */
  async call<J extends keyof Jobs>(job: J, ...input: Parameters<Jobs[J]>): Promise<Awaited<ReturnType<Jobs[J]>>> {
    const request: ChildRequest = { job, input }
    this.#process.send(request)
    const over = new AbortController()
    const answered = once(this.#process, 'message', over).then(([answer]) => answer as ChildAnswer)
    const ended = once(this.#process, 'exit', over).then(([code, signal]): ChildAnswer => {
      return { kind: 'failed', message: `the process of ${job} ended: ${signal ?? code}` }
    })
    // Whichever comes first takes the listener of the other off.
    const answer = await Promise.race([answered, ended]).finally(() => {
      answered.catch(() => undefined)
      ended.catch(() => undefined)
      over.abort()
    })
    if (answer.kind === 'failed') throw new Error(answer.message)
    return answer.result as Awaited<ReturnType<Jobs[J]>>
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.disconnect()
    await ended
  }
}
