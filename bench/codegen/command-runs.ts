import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measure } from '../harness.js'

const MAIN = join(import.meta.dirname, '../../dist/cli/main.js')

/**
 * The built command as its own process. Processor time counts, and not the wall clock: a busy machine stretches that of
 * short processes.
 */
export class CommandRuns {
  readonly #cwd: string
  #peakMegabytes = 0

  constructor(cwd: string) {
    this.#cwd = cwd
  }

  readonly first: Measure = async () => {
    rmSync(join(this.#cwd, 'generated'), { recursive: true, force: true })
    rmSync(join(this.#cwd, 'node_modules/.cache'), { recursive: true, force: true })
    const { milliseconds, peakMegabytes } = this.#run()
    this.#peakMegabytes = peakMegabytes
    return { kind: 'value', value: milliseconds }
  }

  /** With all that the first run left, which makes sure of it where none was before. */
  readonly again: Measure = async () => {
    if (this.#peakMegabytes === 0) await this.first()
    return { kind: 'value', value: this.#run().milliseconds }
  }

  /** Of the first run before. */
  readonly memory: Measure = async () => {
    if (this.#peakMegabytes === 0) await this.first()
    return { kind: 'value', value: this.#peakMegabytes }
  }

  #run(): { readonly milliseconds: number; readonly peakMegabytes: number } {
    const report = join(this.#cwd, 'usage.json')
    const probe = join(this.#cwd, 'probe.mjs')
    writeFileSync(
      probe,
      `import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())))
`,
    )
    execFileSync(process.execPath, ['--import', probe, MAIN], { cwd: this.#cwd, stdio: 'ignore' })
    const usage = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.ResourceUsage
    return {
      milliseconds: (usage.userCPUTime + usage.systemCPUTime) / 1_000,
      peakMegabytes: usage.maxRSS / 1_024,
    }
  }
}
