import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSources } from '../../cli/generate/read-sources.js'
import { WatchSession } from '../../cli/generate/watch-session.js'
import type { Output } from '../../cli/terminal.js'
import { EMIT_DEFAULTS } from '../../codegen/index.js'
import type { Measure } from '../harness.js'
import { ENTITIES, schema } from './thousand-schemas.js'
import { timed } from './timed.js'

const SILENT: Output = { write: () => {}, color: false, interactive: false, columns: 80 }

/** One schema changed while a watcher knows all of them. */
export function watchMeasure(cwd: string): Measure {
  let length = 200
  let session: WatchSession | undefined
  return async () => {
    if (session === undefined) {
      const terminal = { cwd, env: {}, stdout: SILENT, stderr: SILENT, signal: new AbortController().signal }
      session = new WatchSession(readSources('schemas', cwd), EMIT_DEFAULTS, terminal)
      await session.start()
    }
    const path = join(cwd, 'schemas/entity-500.ts')
    writeFileSync(path, schema(500, ENTITIES, ++length))
    const watching = session
    return timed(() => watching.update([path]))
  }
}
