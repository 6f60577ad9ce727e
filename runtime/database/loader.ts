import { type ChangeSet, changesFromRow, keyWires, type Table } from '../entity/index.js'
import type { WireValue } from '../event/unit.js'
import type { SqlPool } from './pool.js'
import type { SqlSession, SqlValue } from './session.js'

/** More keys than this are read by several statements. */
const MAX_KEYS = 500

/** Kinds whose values are equal in the database exactly when their wire forms are. Texts depend on a collation. */
const EXACT_KINDS = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'uuid', 'year', 'date', 'bool'])

/** Reads rows by key. Rows marked as deleted count as missing. */
export class Loader {
  readonly #pool: SqlPool

  constructor(pool: SqlPool) {
    this.#pool = pool
  }

  /** Undefined when there is no such row. Throws ValueError for a key that cannot be one. */
  async one(table: Table, key: unknown): Promise<ChangeSet | undefined> {
    const wires = keyWires(table, key)
    const [row] = await this.#pool.use((session) => select(session, table, [wires]))
    return row === undefined ? undefined : changesFromRow(table, row)
  }

  /** In the order of `keys`, undefined where there is no row; one statement for many keys where their type allows it. */
  async many(table: Table, keys: readonly unknown[]): Promise<readonly (ChangeSet | undefined)[]> {
    const wires = keys.map((key) => keyWires(table, key))
    const isExact = table.key.every((column) => EXACT_KINDS.has(column.definition.type.kind))
    const size = isExact ? MAX_KEYS : 1
    const found = new Map<string, ChangeSet>()
    await this.#pool.use(async (session) => {
      for (let from = 0; from < wires.length; from += size) {
        const some = wires.slice(from, from + size)
        for (const row of await select(session, table, some)) {
          const changes = changesFromRow(table, row)
          found.set(identity(isExact ? wiresOf(changes) : some[0]!), changes)
        }
      }
    })
    return wires.map((key) => found.get(identity(key)))
  }
}

function select(
  session: SqlSession,
  table: Table,
  keys: readonly (readonly WireValue[])[],
): Promise<readonly object[]> {
  const { select: columns, whereKey } = table.definition.sql
  const alive = table.softDelete === undefined ? '' : ` AND \`${table.softDelete.definition.column}\` IS NULL`
  const where = keys.length === 1 ? whereKey : keys.map(() => `(${whereKey})`).join(' OR ')
  return session.rows(
    `${columns} WHERE (${where})${alive}`,
    keys.flatMap((key) => parametersOf(table, key)),
  )
}

function parametersOf(table: Table, key: readonly WireValue[]): readonly SqlValue[] {
  return table.key.map((column, index) => column.codec.toParameter(key[index] as string | number))
}

function wiresOf(changes: ChangeSet): readonly WireValue[] {
  return changes.table.key.map((column) => changes.formerWire(column))
}

function identity(key: readonly WireValue[]): string {
  return JSON.stringify(key)
}
