import { resolve } from 'node:path'
import { watch } from 'chokidar'
import type { EmitOptions } from '../../codegen/emit/options.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import { ChangeQueue } from './change-queue.js'
import { isSchemaFile, readSources } from './read-sources.js'
import { WatchSession } from './watch-session.js'

/** Generates until the terminal's signal: at first everything, then what a change touches. Errors are shown and lived through. */
export async function watchSchemas(schemas: string, options: EmitOptions, terminal: Terminal): Promise<ExitCode> {
  const { cwd, signal } = terminal
  const root = resolve(cwd, schemas)
  const session = new WatchSession(readSources(schemas, cwd), options, terminal)
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !isSchemaFile(path),
  })
  const failed = new Promise<never>((_, reject) => watcher.on('error', reject))
  const changes = new ChangeQueue((paths) => session.update(paths))
  watcher.on('all', (_event, path) => {
    if (isSchemaFile(path)) changes.add(path)
  })
  await new Promise<void>((ready) => watcher.once('ready', ready))
  try {
    await session.start()
    terminal.stdout.write(`watching ${schemas}\n`)
    await Promise.race([aborted(signal), failed])
  } finally {
    await watcher.close()
    await changes.idle()
  }
  return EXIT.interrupted
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }))
}
