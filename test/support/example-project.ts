import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { runProgram } from './run-program.js'
import { createWorld, type World } from './world.js'

const COMMAND = resolve('dist/cli/main.js')

/** An example in a folder of its own, as its user has it: `orm-gen` is the built package among its node_modules. */
export class ExampleProject implements AsyncDisposable {
  readonly folder: string
  readonly world: World
  readonly #running = new Set<RunningProgram>()

  private constructor(folder: string, world: World) {
    this.folder = folder
    this.world = world
  }

  /** A copy of `examples/NAME`. */
  static async open(name: string): Promise<ExampleProject> {
    const folder = await mkdtemp(join(tmpdir(), 'example-'))
    await cp(`examples/${name}`, folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "name": "example", "private": true, "type": "module" }')
    await linkPackages(join(folder, 'node_modules'))
    return ExampleProject.at(folder, name)
  }

  /** `folder` is removed at the end. */
  static async at(folder: string, name: string): Promise<ExampleProject> {
    if (!existsSync(COMMAND)) throw new Error('there is no dist: npm run build')
    return new ExampleProject(folder, await createWorld(`example_${name}`))
  }

  get env(): Readonly<Record<string, string>> {
    const redis = new URL(this.world.redisUrl)
    redis.searchParams.set('namespace', this.world.namespace)
    return { MYSQL_URL: this.world.mysqlUrl, REDIS_URL: redis.href, PORT: '0', FORCE_COLOR: '0' }
  }

  /** Runs to the end; standard output. */
  run(command: string, args: readonly string[]): Promise<string> {
    return runProgram(command, args, { cwd: this.folder, env: this.env })
  }

  ormGen(...args: readonly string[]): Promise<string> {
    return this.run(process.execPath, [COMMAND, ...args])
  }

  /** The example's program, with `tsx`, to its end. */
  main(): Promise<string> {
    return this.run(process.execPath, ['--import', 'tsx', 'main.ts'])
  }

  /** A program that goes on until it is stopped, or until this project is disposed of. */
  start(args: readonly string[]): RunningProgram {
    const program = new RunningProgram(args, this.folder, this.env)
    this.#running.add(program)
    return program
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((program) => program.kill()))
    await this.world.close()
    await rm(this.folder, { recursive: true })
  }
}

export class RunningProgram {
  readonly #exit: Promise<number | null>
  readonly #kill: (signal: NodeJS.Signals) => void
  readonly #lines: string[] = []
  #heard: () => void = () => {}

  constructor(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, [...args], { cwd, env: { ...process.env, ...env } })
    this.#kill = (signal) => void child.kill(signal)
    this.#exit = once(child, 'exit').then(([code]) => code)
    const hear = (line: string) => {
      this.#lines.push(line)
      this.#heard()
    }
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', hear)
    void this.#exit.then(() => this.#heard())
  }

  /** What the first line says that matches; throws with all that it said where the program ends before. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    let ended = false
    void this.#exit.then(() => (ended = true))
    for (;;) {
      const match = this.#lines.map((line) => pattern.exec(line)).find((found) => found !== null)
      if (match !== undefined && match !== null) return match
      if (ended) throw new Error(`the program has ended without ${pattern}\n${this.#lines.join('\n')}`)
      await new Promise<void>((resolve) => (this.#heard = resolve))
    }
  }

  /** Its exit code after SIGTERM. */
  async stop(): Promise<number | null> {
    this.#kill('SIGTERM')
    return this.#exit
  }

  async kill(): Promise<void> {
    this.#kill('SIGKILL')
    await this.#exit
  }
}

async function linkPackages(target: string): Promise<void> {
  const source = resolve('node_modules')
  await mkdir(join(target, '.bin'), { recursive: true })
  const names = (await readdir(source)).filter((name) => !name.startsWith('.'))
  await Promise.all(names.map((name) => symlink(join(source, name), join(target, name))))
  await symlink(resolve('.'), join(target, 'orm-gen'))
  await symlink(COMMAND, join(target, '.bin/orm-gen'))
}
