import type { IdBlockSource, SequencedTable } from '../ports.js'
import { SEQUENCE } from './bookkeeping.js'
import type { SqlPool } from './pool.js'
import type { SqlSession } from './session.js'

/**
 * Durable sequences in `orm_lazy_sequence`: a block is reserved by one committed UPDATE, so that no id is given twice,
 * whoever asks and whoever dies. What a process had in hand when it ended is skipped.
 */
export class MysqlSequences implements IdBlockSource {
  readonly #pool: SqlPool

  constructor(pool: SqlPool) {
    this.#pool = pool
  }

  take(table: SequencedTable, size: number): Promise<bigint> {
    return this.#pool.use(async (session) => {
      const first = await reserve(session, table, size)
      if (first !== undefined) return first
      await raise(session, table)
      return (await reserve(session, table, size))!
    })
  }

  /**
   * Lifts the sequence above the table's greatest key, creating it, and the table of sequences, where they are missing.
   * Never lowers it.
   */
  raise(table: SequencedTable): Promise<void> {
    return this.#pool.use(async (session) => {
      await session.query(SEQUENCE)
      await raise(session, table)
    })
  }
}

const RESERVE = 'UPDATE orm_lazy_sequence SET next_id = LAST_INSERT_ID(next_id) + ? WHERE name = ?'

/** Undefined when there is no such sequence yet. */
async function reserve(session: SqlSession, { table }: SequencedTable, size: number): Promise<bigint | undefined> {
  const { affectedRows, insertId } = await session.query(RESERVE, [size, table])
  return affectedRows === 0 ? undefined : BigInt.asUintN(64, BigInt(insertId))
}

async function raise(session: SqlSession, { table, column }: SequencedTable): Promise<void> {
  await session.query(
    `INSERT INTO orm_lazy_sequence (name, next_id)
      SELECT ?, COALESCE(MAX(${quote(column)}), 0) + 1 FROM ${quote(table)}
      ON DUPLICATE KEY UPDATE next_id = GREATEST(next_id, VALUES(next_id))`,
    [table],
  )
}

function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``
}
