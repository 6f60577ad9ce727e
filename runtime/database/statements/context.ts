import type { Table } from '../../entity/index.js'
import type { SqlSession } from '../session.js'
import type { GeneratedIds } from './generated-ids.js'

/** What the statements of one transaction share. */
export interface StatementContext {
  readonly session: SqlSession
  readonly ids: GeneratedIds
  /** `accept` lets updates of single rows pass whose row is gone. */
  readonly missingRows: 'fail' | 'accept'
  /** Throws UnknownEntityError. */
  table(entity: string): Table
}
