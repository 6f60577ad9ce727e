import type { TableDefinition } from '../../entity/table.js'
import type { SqlSession } from '../session.js'
import type { GeneratedIds } from './generated-ids.js'

/** What the statements of one transaction share. */
export interface StatementContext {
  readonly session: SqlSession
  readonly ids: GeneratedIds
  /** `accept` lets updates pass whose row is gone, and reports them. */
  readonly missingRows: 'fail' | 'accept'
  /** Throws UnknownEntityError. */
  table(entity: string): TableDefinition
}
