import type { SqlPool } from './pool.js'
import type { SqlSession } from './session.js'

/** What a MySQL server says of itself and of the database of its pool. */
export interface MysqlServerFacts {
  /** `10.11.19-MariaDB`, `8.0.36` */
  readonly version: string
  readonly database: string
  /** `innodb_flush_log_at_trx_commit` */
  readonly flushAtCommit: number
  readonly maxConnections: number
  readonly maxPacketBytes: number
  /** By table name. */
  readonly tables: ReadonlyMap<string, TableFacts>
  /** Lines of SHOW GRANTS. */
  readonly grants: readonly string[]
  readonly sequences: readonly SequenceFacts[]
  /** Milliseconds since 1970 by its clock. */
  readonly timeMs: number
}

export interface TableFacts {
  readonly engine: string
  /** By column name. */
  readonly columns: ReadonlyMap<string, ColumnFacts>
}

export interface ColumnFacts {
  readonly nullable: boolean
  /** A value comes from a default, from AUTO_INCREMENT or from an expression. */
  readonly fillsItself: boolean
  readonly autoIncrement: boolean
  readonly primary: boolean
}

export interface SequenceFacts {
  readonly table: string
  readonly nextId: bigint
  /** Undefined where the table is empty, missing, or has no key of one column. */
  readonly greatestKey: bigint | undefined
}

const VARIABLES = `SELECT VERSION() AS version, DATABASE() AS db, @@innodb_flush_log_at_trx_commit AS flush_at_commit,
  @@max_connections AS max_connections, @@max_allowed_packet AS max_packet,
  UNIX_TIMESTAMP(NOW(3)) * 1000 AS time_ms`

const TABLES = `SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'`

const COLUMNS = `SELECT TABLE_NAME AS tbl, COLUMN_NAME AS name, IS_NULLABLE AS nullable, COLUMN_DEFAULT AS dflt,
  EXTRA AS extra, COLUMN_KEY AS col_key FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`

const SEQUENCES = 'SELECT name, next_id FROM orm_lazy_sequence'

interface ColumnRow {
  readonly tbl: string
  readonly name: string
  readonly nullable: string
  readonly dflt: string | null
  readonly extra: string
  readonly col_key: string
}

export function readMysqlServerFacts(pool: SqlPool): Promise<MysqlServerFacts> {
  return pool.use(async (session) => {
    const [variables] = await session.rows<Record<string, number | string>>(VARIABLES)
    const tables = await readTables(session)
    const grants = await session.rows<Record<string, string>>('SHOW GRANTS')
    return {
      version: String(variables!.version),
      database: String(variables!.db),
      flushAtCommit: Number(variables!.flush_at_commit),
      maxConnections: Number(variables!.max_connections),
      maxPacketBytes: Number(variables!.max_packet),
      tables,
      grants: grants.flatMap((row) => Object.values(row)),
      sequences: tables.has('orm_lazy_sequence') ? await readSequences(session, tables) : [],
      timeMs: Number(variables!.time_ms),
    }
  })
}

async function readTables(session: SqlSession): Promise<ReadonlyMap<string, TableFacts>> {
  const tables = await session.rows<{ name: string; engine: string | null }>(TABLES)
  const columns = new Map(tables.map(({ name }) => [name, new Map<string, ColumnFacts>()]))
  for (const row of await session.rows<ColumnRow>(COLUMNS)) columns.get(row.tbl)?.set(row.name, columnFacts(row))
  return new Map(tables.map(({ name, engine }) => [name, { engine: engine ?? 'unknown', columns: columns.get(name)! }]))
}

function columnFacts({ nullable, dflt, extra, col_key }: ColumnRow): ColumnFacts {
  const isNullable = nullable === 'YES'
  return {
    nullable: isNullable,
    fillsItself: isNullable || dflt !== null || /auto_increment|GENERATED|DEFAULT_GENERATED/i.test(extra),
    autoIncrement: /auto_increment/i.test(extra),
    primary: col_key === 'PRI',
  }
}

async function readSequences(
  session: SqlSession,
  tables: ReadonlyMap<string, TableFacts>,
): Promise<readonly SequenceFacts[]> {
  const facts: SequenceFacts[] = []
  for (const { name, next_id } of await session.rows<{ name: string; next_id: number | string }>(SEQUENCES)) {
    const key = [...(tables.get(name)?.columns ?? [])].filter(([, { primary }]) => primary)
    const column = key.length === 1 ? key[0]![0] : undefined
    facts.push({ table: name, nextId: BigInt(next_id), greatestKey: await greatest(session, name, column) })
  }
  return facts
}

async function greatest(session: SqlSession, table: string, column: string | undefined): Promise<bigint | undefined> {
  if (column === undefined) return undefined
  const sql = `SELECT MAX(${quote(column)}) AS greatest FROM ${quote(table)}`
  const [row] = await session.rows<{ greatest: number | string | null }>(sql)
  return row === undefined || row.greatest === null ? undefined : BigInt(row.greatest)
}

function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``
}
