import type { Difference, LiveDatabase, LiveTable } from '../../codegen/introspect/index.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'

export interface BookkeepingDiff {
  /** Statements for tables that are missing. No drift: the consumer makes them when it starts. */
  readonly tables: readonly string[]
  /** What an older version's tables lack: a consumer adds nothing to a table that is there. */
  readonly additions: readonly Difference[]
}

/** How the consumer's own tables differ from what this version works with. */
export function diffBookkeeping({ tables: live }: LiveDatabase): BookkeepingDiff {
  const tables: string[] = []
  const additions: Difference[] = []
  for (const sql of BOOKKEEPING_TABLES) {
    const wanted = parse(sql)
    const found = live.find(({ name }) => name.toLowerCase() === wanted.table)
    if (found === undefined) tables.push(sql)
    else additions.push(...missing(wanted, found))
  }
  return { tables, additions }
}

interface WantedTable {
  readonly table: string
  readonly columns: readonly Part[]
  readonly keys: readonly Part[]
}

/** A line of CREATE TABLE, with the name of what it makes. */
interface Part {
  readonly name: string
  readonly sql: string
}

function missing({ table, columns, keys }: WantedTable, live: LiveTable): readonly Difference[] {
  const addition = (subject: 'column' | 'key', { name, sql }: Part): Difference => ({
    table,
    subject,
    effect: 'adds',
    words: `the ${subject} ${name} of the consumer is missing`,
    sql: [`ALTER TABLE ${table} ADD ${subject === 'column' ? 'COLUMN ' : ''}${sql}`],
  })
  return [
    ...columns.filter(({ name }) => !has(live.columns, name)).map((part) => addition('column', part)),
    ...keys.filter(({ name }) => !has(live.indexes, name)).map((part) => addition('key', part)),
  ]
}

const has = (parts: readonly { readonly name: string }[], name: string) =>
  parts.some((part) => part.name.toLowerCase() === name)

/** Of a statement of BOOKKEEPING_TABLES, which has a line for each column and key. */
function parse(createStatement: string): WantedTable {
  const [head, ...lines] = createStatement.split('\n')
  const parts = lines.slice(0, -1).map((line) => line.trim().replace(/,$/, ''))
  const named = (pattern: RegExp) =>
    parts.flatMap((sql) => {
      const name = pattern.exec(sql)?.[1]
      return name === undefined ? [] : [{ name, sql }]
    })
  return {
    table: /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(head!)![1]!,
    columns: named(/^([a-z]\w*) /),
    keys: named(/^(?:UNIQUE )?KEY (\w+)/),
  }
}
