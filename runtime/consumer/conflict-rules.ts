import type { ColumnDefinition, TableDefinition } from '../entity/table.js'
import { type Normalise, normaliserOf } from './normal-value.js'

/** The keys of one kind: a row's, a unique index's, a parent's existence. */
export interface KeySpace {
  /** Names all values at once: taken where a value has no normal form or is known in part only. */
  readonly any: string
  readonly properties: readonly string[]
  readonly normalise: readonly Normalise[]
  /** True where somebody may take `any`: then whoever takes one value shares it. */
  readonly sharesAny: boolean
}

/** What ordering needs to know of an entity; made once from all tables together. */
export interface ConflictRules {
  readonly entity: string
  readonly row: KeySpace
  /** Set where other tables refer to this one: inserting, deleting and re-keying a row excludes its children. */
  readonly existence: KeySpace | undefined
  /** Unique keys besides the primary key. */
  readonly uniques: readonly KeySpace[]
  /** The property of each foreign key, and the key space in which the parent's existence counts. */
  readonly parents: readonly { readonly property: string; readonly space: KeySpace }[]
  /** Keys of the tables that the database's own cascades reach when a row goes: a delete excludes them whole. */
  readonly cascades: readonly string[]
  /** The table's own key, where some cascade reaches it: each of its events shares it. */
  readonly table: string | undefined
  /** Entities whose unsettled units may be the cause of a duplicate or of a missing or remaining parent. */
  readonly relatives: ReadonlySet<string>
  /** Parents rank before their children; within a circle the order is arbitrary. */
  readonly rank: number
}

export type ConflictRuleBook = ReadonlyMap<string, ConflictRules>

export function conflictRuleBook(tables: Iterable<TableDefinition>): ConflictRuleBook {
  const byEntity = new Map([...tables].map((table) => [table.entity, table]))
  const children = childrenOf(byEntity)
  const reachedBy = new Map([...byEntity.keys()].map((entity) => [entity, cascadeTargets(entity, children)]))
  const reached = new Set([...reachedBy.values()].flatMap((targets) => [...targets]))
  const ranks = ranksOf(byEntity)
  // One object for parent and children: by it their keys are found to be the same.
  const existences = new Map(
    [...children.keys()].flatMap((entity) => {
      const table = byEntity.get(entity)
      return table === undefined ? [] : [[entity, keySpace(table, `existence ${entity}`, table.key, false)]]
    }),
  )
  const rules = [...byEntity.values()].map((table): ConflictRules => {
    const parents = foreignKeysOf(table).flatMap((column) => {
      const space = existences.get(column.references.entity)
      return space === undefined ? [] : [{ property: column.property, space }]
    })
    return {
      entity: table.entity,
      row: keySpace(table, `row ${table.entity}`, table.key, table.uniques.length > 0),
      existence: existences.get(table.entity),
      uniques: table.uniques.map((unique) => uniqueSpace(table, unique)),
      parents,
      cascades: [...(reachedBy.get(table.entity) ?? [])].map(tableKeyOf),
      table: reached.has(table.entity) ? tableKeyOf(table.entity) : undefined,
      relatives: new Set([
        table.entity,
        ...foreignKeysOf(table).map(({ references }) => references.entity),
        ...(children.get(table.entity) ?? []).map(({ child }) => child),
      ]),
      rank: ranks.get(table.entity) ?? 0,
    }
  })
  return new Map(rules.map((rule) => [rule.entity, rule]))
}

type ForeignKeyColumn = ColumnDefinition & { readonly references: NonNullable<ColumnDefinition['references']> }

interface ChildReference {
  readonly child: string
  readonly changesChildren: boolean
}

function foreignKeysOf(table: TableDefinition): ForeignKeyColumn[] {
  return table.columns.filter(
    (column): column is ForeignKeyColumn => column.references !== undefined && column.references.foreignKey === true,
  )
}

function childrenOf(byEntity: ReadonlyMap<string, TableDefinition>): Map<string, ChildReference[]> {
  const children = new Map<string, ChildReference[]>()
  for (const table of byEntity.values()) {
    for (const { references } of foreignKeysOf(table)) {
      const changing = [references.onDelete, references.onUpdate].some((action) => /^(cascade|set null)$/.test(action))
      const known = children.get(references.entity) ?? []
      children.set(references.entity, [...known, { child: table.entity, changesChildren: changing }])
    }
  }
  return children
}

/** Every table that removing or re-keying a row of `entity` may write to, by cascades of cascades. */
function cascadeTargets(entity: string, children: ReadonlyMap<string, readonly ChildReference[]>): Set<string> {
  const targets = new Set<string>()
  const visit = (parent: string) => {
    for (const { child, changesChildren } of children.get(parent) ?? []) {
      if (!changesChildren || targets.has(child)) continue
      targets.add(child)
      visit(child)
    }
  }
  visit(entity)
  return targets
}

/** Depth-first, parents before children; a reference that closes a circle is left out. */
function ranksOf(byEntity: ReadonlyMap<string, TableDefinition>): Map<string, number> {
  const ranks = new Map<string, number>()
  const visited = new Set<string>()
  const visit = (table: TableDefinition) => {
    if (visited.has(table.entity)) return
    visited.add(table.entity)
    for (const { references } of foreignKeysOf(table)) {
      const parent = byEntity.get(references.entity)
      if (parent !== undefined) visit(parent)
    }
    ranks.set(table.entity, ranks.size)
  }
  for (const table of byEntity.values()) visit(table)
  return ranks
}

/** A composite key may be known in part, when only one of its columns changes. */
function uniqueSpace(table: TableDefinition, properties: readonly string[]): KeySpace {
  return keySpace(table, `unique ${table.entity} ${properties.join()}`, properties, properties.length > 1)
}

function keySpace(
  table: TableDefinition,
  name: string,
  properties: readonly string[],
  wholeIsTaken: boolean,
): KeySpace {
  const columns = properties.map((property) => columnOf(table, property))
  return {
    any: name,
    properties,
    normalise: columns.map(({ type }) => normaliserOf(type)),
    sharesAny: wholeIsTaken || columns.some(isCollated),
  }
}

function columnOf(table: TableDefinition, property: string): ColumnDefinition {
  const column = table.columns.find((candidate) => candidate.property === property)
  if (column === undefined)
    throw new TypeError(`${table.entity} has a key over "${property}", which is no column of it`)
  return column
}

/** A value of such a column may be one that only the database can compare. */
function isCollated({ type }: ColumnDefinition): boolean {
  return /char$|text$|^enum$|^set$/.test(type.kind)
}

function tableKeyOf(entity: string): string {
  return `table ${entity}`
}
