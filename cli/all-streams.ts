import type { EngineConfig, StreamConfig } from '../runtime/config/engine-config.js'
import { routeEntities } from '../runtime/config/stream-routes.js'
import { loadEntities } from './load-entities.js'
import type { Terminal } from './terminal.js'

/** The streams of the configuration, and those that only the entities of a module name. */
export async function allStreams(
  config: EngineConfig,
  entities: string | undefined,
  terminal: Terminal,
): Promise<readonly StreamConfig[]> {
  if (entities === undefined) return config.streams
  const definitions = (await loadEntities(entities, terminal)).map(({ table }) => table.definition)
  return [...new Set([...config.streams, ...[...routeEntities(config, definitions).values()].flat()])]
}
