import type { Connection } from 'mysql2/promise'
import { columnTypeSql, hasCharset } from '../../../codegen/sql/column-type-sql.js'
import { captureFlush, changesFromValues, defineTable, Entity, type Table } from '../../../runtime/entity/index.js'
import type { ColumnType } from '../../../runtime/entity/table.js'

const SQL_MODE = 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO'

class ValueEntity extends Entity {
  get value(): unknown {
    return this.$get(1)
  }
}

/** A table with one column of a type, and the ways of a value into it and out of it. */
export interface ColumnBench {
  /** What the entity keeps of a value. Throws ValueError. */
  keep(value: unknown): unknown
  /** Through the entity's event and the consumer's parameters, prepared or as text, and back by a loaded entity. */
  roundTrip(values: readonly unknown[], protocol: 'query' | 'execute'): Promise<readonly unknown[]>
  /** Straight into the column; undefined where the server refuses it or the column cannot be read. */
  storeUnchecked(parameter: unknown): Promise<unknown>
}

export async function createColumnBench(
  connection: Connection,
  type: ColumnType,
  charset = 'utf8mb4',
): Promise<ColumnBench> {
  const name = `c_${columnTypeSql(type).replaceAll(/\W+/g, '_').toLowerCase()}`.slice(0, 60)
  const select = type.kind === 'float' ? 'v + 0e0' : 'v'
  const inCharset = hasCharset(type) ? ` CHARACTER SET ${charset}` : ''
  await connection.query(`SET SESSION sql_mode = '${SQL_MODE}', time_zone = '+00:00'`)
  await connection.query(`SET NAMES utf8mb4`)
  await connection.query(
    `CREATE OR REPLACE TABLE ${name} (id BIGINT UNSIGNED PRIMARY KEY, v ${columnTypeSql(type)}${inCharset} NULL)`,
  )
  const table = tableOf(name, type, charset)
  let nextId = 1n

  const read = async (ids: readonly bigint[]) => {
    const [rows] = await connection.query(
      { sql: `SELECT id, ${select} FROM ${name} WHERE id IN (?) ORDER BY id`, rowsAsArray: true },
      [ids.map(String)],
    )
    return (rows as unknown[][]).map((row) => new ValueEntity(table, changesFromValues(table, row)).value)
  }

  return {
    keep: (value) => new ValueEntity(table, { value }).value,
    async roundTrip(values, protocol) {
      const ids: bigint[] = []
      const parameters: unknown[] = []
      for (const value of values) {
        const capture = captureFlush(new ValueEntity(table, { value }), {
          now: new Date(),
          allocateId: () => nextId++,
        })!
        const [id, wire] = capture.event.values as [number, string | number | null]
        parameters.push(id, wire === null ? null : table.columns[1]?.codec.toParameter(wire))
        ids.push(BigInt(id))
      }
      const sql = `INSERT INTO ${name} (id, v) VALUES ${values.map(() => '(?, ?)').join(', ')}`
      await (protocol === 'query' ? connection.query(sql, parameters) : connection.execute(sql, parameters as string[]))
      return read(ids)
    },
    async storeUnchecked(parameter) {
      const id = nextId++
      try {
        await connection.query(`INSERT INTO ${name} (id, v) VALUES (?, ?)`, [String(id), parameter])
        return (await read([id]))[0]
      } catch {
        return undefined
      }
    },
  }
}

function tableOf(name: string, type: ColumnType, charset: string): Table {
  return defineTable({
    entity: 'Value',
    table: name,
    pool: 'default',
    charset,
    key: ['id'],
    columns: [
      { property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, id: 'sequence' },
      { property: 'value', column: 'v', type, nullable: true },
    ],
    uniques: [],
    sql: { select: '', whereKey: '', insert: '', insertRow: '' },
  })
}
