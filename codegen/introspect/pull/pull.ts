import type { LiveDatabase } from '../live.js'
import { entityText, type PulledFile } from './entity-text.js'
import { type PullWarning, planTables } from './plan.js'

export interface PullResult {
  /** One for each table, in the order of their names. */
  readonly files: readonly PulledFile[]
  /** All that the files do not say, table by table. */
  readonly warnings: readonly PullWarning[]
}

/** Writes a live database down as schema files of entities in `pool`. */
export function pull(database: LiveDatabase, pool = 'default'): PullResult {
  const { plans, warnings } = planTables(database)
  const texts = plans.map((plan) => entityText(plan, database, pool))
  return {
    files: texts.map(({ file }) => file),
    warnings: [...warnings, ...texts.flatMap((text) => text.warnings)],
  }
}
