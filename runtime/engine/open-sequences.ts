import type { SqlPool } from '../database/pool.js'
import { MysqlSequences } from '../database/sequence.js'
import { mysqlErrorFacts } from '../database/sql-error.js'
import type { Table } from '../entity/index.js'
import type { Clock, Logger, SequencedTable } from '../ports.js'
import { ID_SUPPLY_DEFAULTS, IdSupply } from '../producer/id-supply.js'

const NO_SUCH_TABLE = 1146

/**
 * A supply of ids for each table that takes them from a sequence, lifted above the table's greatest key and with a block
 * in hand. A table that does not exist yet is left to its first insert.
 */
export async function openSequences(
  pools: ReadonlyMap<string, SqlPool>,
  tables: readonly Table[],
  tools: { readonly clock: Clock; readonly logger: Logger },
): Promise<ReadonlyMap<Table, IdSupply>> {
  const supplies = new Map<Table, IdSupply>()
  await Promise.all(
    tables.map(async (table) => {
      const sequenced = sequencedTable(table)
      const pool = pools.get(table.definition.pool)
      if (sequenced === undefined || pool === undefined) return
      const sequences = new MysqlSequences(pool)
      const supply = new IdSupply(sequenced, sequences, ID_SUPPLY_DEFAULTS, tools)
      supplies.set(table, supply)
      try {
        await sequences.raise(sequenced)
      } catch (error) {
        if (mysqlErrorFacts(error).errno !== NO_SUCH_TABLE) throw error
        tools.logger.info(
          { table: sequenced.table },
          'The table does not exist yet: its sequence waits for the first insert',
        )
        return
      }
      await supply.reserve(1)
    }),
  )
  return supplies
}

function sequencedTable({ assignedKey, definition }: Table): SequencedTable | undefined {
  if (assignedKey?.filledBy !== 'sequence') return undefined
  return { table: definition.table, column: assignedKey.definition.column }
}
