import type { ReferentialAction } from '../model/index.js'
import type { LiveColumn, LiveDatabase, LiveForeignKey, LiveIndex, LiveTable, RunQuery } from './live.js'
import { readDefault } from './read-default.js'
import { readType } from './read-type.js'
import { canonicalCharset, canonicalCollation } from './same-value.js'
import { unescapeExpression } from './sql-literal.js'

const SERVER = 'SELECT VERSION() AS version, @@lower_case_table_names AS lower_case'

const COLLATIONS = `SELECT CHARACTER_SET_NAME AS charset, DEFAULT_COLLATE_NAME AS collation
  FROM information_schema.CHARACTER_SETS`

const TABLES = `SELECT TABLE_NAME AS name, ENGINE AS engine, TABLE_COMMENT AS comment, TABLE_COLLATION AS collation
  FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`

const COLUMNS = `SELECT TABLE_NAME AS table_name, COLUMN_NAME AS name, COLUMN_TYPE AS type_text,
    IS_NULLABLE AS nullable, COLUMN_DEFAULT AS printed_default, EXTRA AS extra, COLUMN_COMMENT AS comment,
    GENERATION_EXPRESSION AS expression, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation
  FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`

/** MariaDB names the table here; its checks may share a name within a database. */
const MARIADB_CHECKS = `SELECT TABLE_NAME AS table_name, CHECK_CLAUSE AS clause
  FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()`

const MYSQL_CHECKS = `SELECT t.TABLE_NAME AS table_name, c.CHECK_CLAUSE AS clause
  FROM information_schema.CHECK_CONSTRAINTS c
  JOIN information_schema.TABLE_CONSTRAINTS t
    ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME
  WHERE c.CONSTRAINT_SCHEMA = DATABASE() AND t.CONSTRAINT_TYPE = 'CHECK'`

const TRIGGERS = `SELECT EVENT_OBJECT_TABLE AS table_name, TRIGGER_NAME AS name
  FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME`

const INDEXES = `SELECT TABLE_NAME AS table_name, INDEX_NAME AS name, NON_UNIQUE AS non_unique,
    COLUMN_NAME AS column_name, SUB_PART AS prefix, INDEX_TYPE AS kind
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`

const FOREIGN_KEYS = `SELECT k.TABLE_NAME AS table_name, k.CONSTRAINT_NAME AS name, k.COLUMN_NAME AS column_name,
    k.REFERENCED_TABLE_NAME AS target_table, k.REFERENCED_COLUMN_NAME AS target_column,
    r.DELETE_RULE AS on_delete, r.UPDATE_RULE AS on_update
  FROM information_schema.KEY_COLUMN_USAGE k
  JOIN information_schema.REFERENTIAL_CONSTRAINTS r
    ON r.CONSTRAINT_SCHEMA = k.TABLE_SCHEMA AND r.TABLE_NAME = k.TABLE_NAME AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
  WHERE k.TABLE_SCHEMA = DATABASE() ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`

type Row = Readonly<Record<string, unknown>>

/** Reads the connection's database from information_schema. */
export async function readDatabase(query: RunQuery): Promise<LiveDatabase> {
  const [server] = await query(SERVER)
  const kind = /mariadb/i.test(text(server?.version)) ? 'mariadb' : 'mysql'
  const collations = await query(COLLATIONS)
  const tables = await query(TABLES)
  const columns = groupBy(await query(COLUMNS), 'table_name')
  const checks = groupBy(await query(kind === 'mariadb' ? MARIADB_CHECKS : MYSQL_CHECKS), 'table_name')
  const indexes = groupBy(await query(INDEXES), 'table_name')
  const foreignKeys = groupBy(await query(FOREIGN_KEYS), 'table_name')
  const triggers = groupBy(await query(TRIGGERS), 'table_name')
  return {
    server: kind,
    tableNames: text(server?.lower_case) === '0' ? 'exact' : 'ignoringCase',
    defaultCollations: new Map(
      collations.map((row) => [canonicalCharset(text(row.charset)), canonicalCollation(text(row.collation))]),
    ),
    tables: tables.map((row): LiveTable => {
      const name = text(row.name)
      const keys = [...groupBy(indexes.get(name) ?? [], 'name')]
      const clauses = (checks.get(name) ?? []).map((check) => text(check.clause))
      const jsonColumns = new Set(clauses.flatMap((clause) => jsonColumn(clause) ?? []))
      return {
        name,
        engine: text(row.engine),
        comment: text(row.comment),
        charset: canonicalCollation(text(row.collation)).split('_')[0]!,
        collation: canonicalCollation(text(row.collation)),
        columns: (columns.get(name) ?? []).map((column) => liveColumn(column, jsonColumns, kind)),
        primaryKey: keys.flatMap(([key, rows]) =>
          key === 'PRIMARY' ? rows.map((each) => text(each.column_name)) : [],
        ),
        indexes: keys.flatMap(([key, rows]) => (key === 'PRIMARY' ? [] : [liveIndex(key, rows)])),
        foreignKeys: [...groupBy(foreignKeys.get(name) ?? [], 'name')].map(([key, rows]) => liveForeignKey(key, rows)),
        checks: clauses.filter((clause) => kind === 'mysql' || jsonColumn(clause) === undefined),
        triggers: (triggers.get(name) ?? []).map((trigger) => text(trigger.name)),
      }
    }),
  }
}

function liveColumn(row: Row, jsonColumns: ReadonlySet<string>, server: LiveDatabase['server']): LiveColumn {
  const extra = text(row.extra)
  const name = text(row.name)
  const typeText = text(row.type_text)
  const charset = row.charset === null ? undefined : canonicalCharset(text(row.charset))
  const collation = row.collation === null ? undefined : canonicalCollation(text(row.collation))
  const type = readType(typeText, { charset, collation, checkedAsJson: jsonColumns.has(name) })
  const expression = optional(row.expression)
  const isGenerated = expression !== undefined && expression !== '' && /GENERATED|PERSISTENT/i.test(extra)
  return {
    name,
    typeText,
    type,
    nullable: text(row.nullable) === 'YES',
    default: isGenerated ? undefined : readDefault(optional(row.printed_default), extra, type, server),
    autoIncrement: /auto_increment/i.test(extra),
    onUpdateNow: /on update/i.test(extra),
    generated: isGenerated
      ? {
          expression: server === 'mysql' ? unescapeExpression(expression) : expression,
          stored: /STORED|PERSISTENT/i.test(extra),
        }
      : undefined,
    comment: text(row.comment),
    charset,
    collation,
  }
}

function liveIndex(name: string, rows: readonly Row[]): LiveIndex {
  const kind = text(rows[0]?.kind)
  const prefixed = rows.find((row) => row.prefix !== null && row.prefix !== undefined)
  const peculiarity =
    kind !== 'BTREE' && kind !== 'HASH'
      ? kind
      : prefixed !== undefined
        ? `a prefix of ${text(prefixed.column_name)}`
        : rows.some((row) => row.column_name === null)
          ? 'an expression'
          : undefined
  return {
    name,
    unique: text(rows[0]?.non_unique) === '0',
    columns: rows.map((row) => text(row.column_name)),
    peculiarity,
  }
}

function liveForeignKey(name: string, rows: readonly Row[]): LiveForeignKey {
  const [first] = rows
  return {
    name,
    columns: rows.map((row) => text(row.column_name)),
    targetTable: text(first?.target_table),
    targetColumns: rows.map((row) => text(row.target_column)),
    onDelete: text(first?.on_delete).toLowerCase() as ReferentialAction,
    onUpdate: text(first?.on_update).toLowerCase() as ReferentialAction,
  }
}

function jsonColumn(clause: string): string | undefined {
  return /^\(?json_valid\(`(.*)`\)\)?$/i.exec(clause)?.[1]?.replaceAll('``', '`')
}

function groupBy(rows: readonly Row[], name: 'table_name' | 'name'): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(text(row[name]))
    if (group === undefined) groups.set(text(row[name]), [row])
    else group.push(row)
  }
  return groups
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}

function optional(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value)
}
