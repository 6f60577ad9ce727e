import { RESERVED_PROPERTIES, toKebabCase, toSnakeCase } from '../../model/index.js'
import type { LiveColumn, LiveDatabase, LiveForeignKey, LiveTable } from '../live.js'
import { camelCase, capitalized, freeName, pascalCase, singular } from './names.js'

/** Something of the database that a schema cannot say; it stands in the file as a comment too. */
export interface PullWarning {
  readonly table: string
  readonly words: string
}

/** How a table becomes an entity: every name decided. */
export interface TablePlan {
  readonly live: LiveTable
  /** `OrderItem` */
  readonly entity: string
  /** `order-item`, the file's name without its ending. */
  readonly file: string
  readonly naming: 'snake_case' | 'preserve'
  /** Of most of its texts; others cannot be said. */
  readonly charset: string
  readonly collation: string
  /** Key columns first, in the key's order; without those that have no type. */
  readonly columns: readonly ColumnPlan[]
  /** The entity's name of another planned table. */
  entityOf(table: LiveTable): string
  fileOf(table: LiveTable): string
}

export interface ColumnPlan {
  readonly live: LiveColumn
  /** As declared: for a reference `team`, otherwise the property itself. */
  readonly property: string
  /** The property of the column: `teamId`. */
  readonly keyProperty: string
  readonly reference: { readonly target: LiveTable; readonly foreignKey: LiveForeignKey } | undefined
}

/** The consumer's tables are no entities, nor is what migration tools note down. */
const NO_ENTITY =
  /^(orm_lazy_.*|_prisma_migrations|__drizzle_migrations|knex_migrations(_lock)?|kysely_migration(_lock)?|SequelizeMeta|mikro_orm_migrations)$/

/** Decides which tables become entities, and all names. */
export function planTables(database: LiveDatabase): {
  readonly plans: readonly TablePlan[]
  readonly warnings: readonly PullWarning[]
} {
  const candidates = database.tables.filter(({ name }) => !NO_ENTITY.test(name))
  const obstacles = new Map(candidates.map((table) => [table, obstacle(table)]))
  const tables = candidates.filter((table) => obstacles.get(table) === undefined)
  const warnings = candidates.flatMap((table): PullWarning[] => {
    const words = obstacles.get(table)
    return words === undefined ? [] : [{ table: table.name, words: `left out: ${words}` }]
  })
  const names = new Names(tables)
  return { plans: tables.map((table) => names.plan(table)), warnings }
}

/** Why a table cannot be an entity. */
function obstacle(table: LiveTable): string | undefined {
  if (table.primaryKey.length === 0) return 'it has no primary key'
  const untyped = table.columns.find(({ name, type }) => table.primaryKey.includes(name) && type === undefined)
  return untyped && `its key column ${untyped.name} is ${untyped.typeText}, which a schema cannot have`
}

class Names {
  readonly #tables: ReadonlyMap<string, LiveTable>
  readonly #entities = new Map<LiveTable, string>()

  constructor(tables: readonly LiveTable[]) {
    this.#tables = new Map(tables.map((table) => [table.name, table]))
    const taken = new Set<string>()
    for (const table of tables) {
      const entity = freeName(singular(pascalCase(table.name)), (name) => taken.has(name))
      taken.add(entity)
      this.#entities.set(table, entity)
    }
  }

  plan(live: LiveTable): TablePlan {
    const entity = this.#entities.get(live)!
    const columns = this.#columns(live)
    const entityOf = (table: LiveTable) => this.#entities.get(table)!
    const fileOf = (table: LiveTable) => toKebabCase(entityOf(table))
    return {
      live,
      entity,
      file: fileOf(live),
      naming: namingOf(columns),
      ...charsetOf(live, columns),
      columns,
      entityOf,
      fileOf,
    }
  }

  /** The key chooses its names first, for others are made of them; then plain columns, then references. */
  #columns(table: LiveTable): readonly ColumnPlan[] {
    const columns = keyFirst(table).map((live) => ({ live, reference: this.#reference(table, live) }))
    const rank = ({ live, reference }: (typeof columns)[number]) =>
      table.primaryKey.includes(live.name) ? 0 : reference === undefined ? 1 : 2
    const taken = new Set<string>(RESERVED_PROPERTIES)
    const named = new Map<LiveColumn, ColumnPlan>()
    for (const { live, reference } of [...columns].sort((a, b) => rank(a) - rank(b))) {
      const names = this.#names(table, live, reference?.target, taken)
      taken.add(names.property).add(names.keyProperty)
      named.set(live, { live, ...names, reference })
    }
    return columns.map(({ live }) => named.get(live)!)
  }

  #names(
    table: LiveTable,
    column: LiveColumn,
    target: LiveTable | undefined,
    taken: ReadonlySet<string>,
  ): { readonly property: string; readonly keyProperty: string } {
    const name = camelCase(column.name)
    if (target !== undefined) {
      const suffix = capitalized(this.#keyProperty(target))
      const stem = name.endsWith(suffix) && name.length > suffix.length ? name.slice(0, -suffix.length) : name
      const property = freeName(stem, (each) => taken.has(each) || taken.has(each + suffix))
      return { property, keyProperty: property + suffix }
    }
    const isKey = table.primaryKey.length === 1 && table.primaryKey[0] === column.name
    const ownId = isKey && name === `${camelCase(this.#entities.get(table)!)}Id`
    const property = freeName(ownId ? 'id' : name, (each) => taken.has(each))
    return { property, keyProperty: property }
  }

  /** The property of a table's single key; `AlbumId` is the `id` of an Album. */
  #keyProperty(table: LiveTable): string {
    const column = keyFirst(table)[0]!
    return this.#names(table, column, this.#reference(table, column)?.target, new Set<string>(RESERVED_PROPERTIES))
      .keyProperty
  }

  /** The foreign key that a column can say as a reference: to the single key of another entity. */
  #reference(table: LiveTable, column: LiveColumn): ColumnPlan['reference'] {
    for (const foreignKey of table.foreignKeys) {
      const target = this.#tables.get(foreignKey.targetTable)
      if (target === undefined || foreignKey.columns.length !== 1 || foreignKey.columns[0] !== column.name) continue
      if (target.primaryKey.length !== 1 || target.primaryKey[0] !== foreignKey.targetColumns[0]) continue
      if (this.#isKeyOf(column, table) && this.#keysLeadTo(table, target)) continue
      return { target, foreignKey }
    }
    return undefined
  }

  #isKeyOf(column: LiveColumn, table: LiveTable): boolean {
    return table.primaryKey.length === 1 && table.primaryKey[0] === column.name
  }

  /** Whether keys that are references to keys lead from one table to another: then neither would have a type. */
  #keysLeadTo(goal: LiveTable, start: LiveTable): boolean {
    const seen = new Set<LiveTable>()
    const open = [start]
    for (let table = open.pop(); table !== undefined; table = open.pop()) {
      if (table === goal) return true
      if (seen.has(table)) continue
      seen.add(table)
      for (const { columns, targetTable } of table.foreignKeys) {
        const target = this.#tables.get(targetTable)
        if (target !== undefined && columns.length === 1 && table.primaryKey.includes(columns[0]!)) open.push(target)
      }
    }
    return false
  }
}

function keyFirst({ columns, primaryKey }: LiveTable): readonly LiveColumn[] {
  const keys = primaryKey.map((name) => columns.find((column) => column.name === name)!)
  return [...keys, ...columns.filter((column) => column.type !== undefined && !keys.includes(column))]
}

/** Whether the column's charset is for the entity to say: a UUID, JSON or a reference has its own. */
export function takesCharset({ live, reference }: ColumnPlan): boolean {
  return (
    live.charset !== undefined && live.type?.kind !== 'uuid' && live.type?.kind !== 'json' && reference === undefined
  )
}

/** A table's own charset only counts for columns to come, and where columns are at odds. */
const TIE_BREAK = 0.5

function charsetOf(
  table: LiveTable,
  columns: readonly ColumnPlan[],
): { readonly charset: string; readonly collation: string } {
  const counts = new Map([[table.collation, TIE_BREAK]])
  for (const { live } of columns.filter(takesCharset))
    counts.set(live.collation!, (counts.get(live.collation!) ?? 0) + 1)
  const [[collation]] = [...counts].sort((a, b) => b[1] - a[1]) as [[string, number]]
  const column = columns.find(({ live }) => live.collation === collation)
  return { charset: column?.live.charset ?? table.charset, collation }
}

/** The rule that leaves fewer columns to be named by hand. */
function namingOf(columns: readonly ColumnPlan[]): TablePlan['naming'] {
  const misses = (naming: TablePlan['naming']) => columns.filter((column) => !followsNaming(column, naming)).length
  return misses('preserve') < misses('snake_case') ? 'preserve' : 'snake_case'
}

export function followsNaming({ live, keyProperty }: ColumnPlan, naming: TablePlan['naming']): boolean {
  return live.name === (naming === 'preserve' ? keyProperty : toSnakeCase(keyProperty))
}
