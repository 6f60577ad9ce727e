import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ServerStartError } from '../errors.js'
import { cacheDirectory } from '../ladder/cache-directory.js'
import type { Initialisation, ServerProgram } from '../ladder/program.js'

/** Sizes of the files in an empty data directory, which must not change from one start to the next. */
const INNODB_FILES = {
  none: [],
  scripts: ['--innodb-log-file-size=64M', '--innodb-temp-data-file-path=ibtmp1:1M:autoextend'],
  option: ['--innodb-redo-log-capacity=64M'],
} as const satisfies Record<Initialisation['kind'], readonly string[]>

export function innodbFiles(program: ServerProgram): readonly string[] {
  return INNODB_FILES[program.initialisation.kind]
}

/** MariaDB's own scripts without the help texts; `root` has no password and is not bound to a system account. */
const SCRIPTS = [
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mysql_sys_schema.sql',
] as const

/**
 * Puts an empty, initialised data directory at `target`. Making one takes seconds, copying it a tenth of one: so the
 * first is kept in the cache, one a version.
 */
export async function copyDataDirectory(program: ServerProgram, target: string): Promise<void> {
  if (program.initialisation.kind === 'none') {
    await mkdir(target)
    return
  }
  const template = join(cacheDirectory('data'), templateName(program))
  if (!existsSync(template)) await createTemplate(program, template)
  await cp(template, target, { recursive: true })
}

function templateName({ origin }: ServerProgram): string {
  const recipe = createHash('sha256')
    .update(JSON.stringify([origin, INNODB_FILES, SCRIPTS]))
    .digest('hex')
  return `${origin.name.replaceAll(/[^\w.]+/g, '-')}-${recipe.slice(0, 8)}`
}

/** Made beside its final place and renamed: whoever comes second finds it there and drops their own. */
async function createTemplate(program: ServerProgram, template: string): Promise<void> {
  const workplace = await mkdtemp(`${template}.`)
  const data = join(workplace, 'data')
  try {
    await mkdir(data)
    await initialise(program, data)
    await rename(data, template).catch((error: unknown) => {
      if (!existsSync(template)) throw error
    })
  } finally {
    await rm(workplace, { recursive: true, force: true })
  }
}

async function initialise(program: ServerProgram, data: string): Promise<void> {
  switch (program.initialisation.kind) {
    case 'none':
      return
    case 'option':
      return run(program, data, ['--initialize-insecure', ...innodbFiles(program)], '')
    case 'scripts': {
      const { directory } = program.initialisation
      const texts = SCRIPTS.map((name) => join(directory, name)).filter(existsSync)
      const prelude = 'CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n'
      const sql = prelude + texts.map((path) => readFileSync(path, 'utf8')).join('\n')
      return run(
        program,
        data,
        ['--bootstrap', '--enforce-storage-engine=', '--max-allowed-packet=8M', ...innodbFiles(program)],
        sql,
      )
    }
  }
}

function run(program: ServerProgram, data: string, args: readonly string[], input: string): Promise<void> {
  const launch = program.launch({ directory: data, port: 0, args: [`--datadir=${data}`, ...args] })
  return new Promise((resolve, reject) => {
    const child = spawn(launch.command, launch.args, { env: { ...process.env, ...launch.env }, stdio: 'pipe' })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    const fail = (reason: string) =>
      reject(
        new ServerStartError({ command: launch.command, reason, logTail: output.split('\n').slice(-8).join('\n') }),
      )
    child.once('error', (error) => fail(error.message))
    child.once('close', (code) => (code === 0 ? resolve() : fail(`making its data directory ended with code ${code}`)))
    // A server that ends early says why in its output; the broken pipe adds nothing.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
