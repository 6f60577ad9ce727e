import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { runProgram } from './run-program.js'

/** The package as a user gets it: built anew, packed, installed into an empty project. */
export class PackedPackage implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'package-'))
  readonly project = join(this.folder, 'project')

  static async create(): Promise<PackedPackage> {
    const packed = new PackedPackage()
    await packed.#pack()
    packed.write({ 'package.json': '{ "name": "empty", "private": true, "type": "module" }' })
    await packed.run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', packed.tarball])
    return packed
  }

  get tarball(): string {
    return join(this.folder, readdirSync(this.folder).find((name) => name.endsWith('.tgz'))!)
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.project, path)), { recursive: true })
      writeFileSync(join(this.project, path), text)
    }
  }

  /** In the project. */
  run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return runProgram(command, args, { cwd: this.project, env })
  }

  /** The command that the package brings. */
  ormGen(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.run(join(this.project, 'node_modules/.bin/orm-gen'), args, env)
  }

  /** A script that sees the project's packages. */
  script(type: 'module' | 'commonjs', text: string): Promise<string> {
    return this.run(process.execPath, [`--input-type=${type}`, '-e', text])
  }

  /** What a program prints that imports the runtime while `names` are not installed. */
  async without(names: readonly string[], script: string): Promise<string> {
    const [modules, hidden] = [join(this.project, 'node_modules'), join(this.folder, 'hidden')]
    mkdirSync(hidden)
    const move = (from: string, to: string) => this.run('mv', [...names.map((name) => join(from, name)), to])
    await move(modules, hidden)
    try {
      return await this.script('module', script)
    } finally {
      await move(hidden, modules)
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** From a copy, so that neither `dist` nor a build beside this one is touched. */
  async #pack(): Promise<void> {
    const source = join(this.folder, 'source')
    mkdirSync(source)
    await runProgram(resolve('node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json', '--outDir', join(source, 'dist')])
    const assets = 'runtime/observe/dashboard/assets'
    cpSync(assets, join(source, 'dist', assets), { recursive: true })
    for (const name of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE']) cpSync(name, join(source, name))
    await runProgram('npm', ['pack', '--ignore-scripts', '--pack-destination', this.folder], { cwd: source })
  }
}
