import {
  type ColumnModel,
  type EntityModel,
  type IndexModel,
  keyName,
  type ReferenceModel,
  SHARD_SLOTS,
  type ShardsModel,
} from '../model/index.js'
import type { EntityDraft, KeyDraft, ShardsDraft, Subject } from './draft.js'
import { type LinkedColumn, referenceProperty } from './link-reference.js'
import { literalOf } from './literal-of.js'

/** Puts together what is known of an entity. Columns that were refused are missing from it. */
export function buildModel(draft: EntityDraft, linked: readonly LinkedColumn[]): Subject {
  const { parsed, options, table } = draft
  const model: EntityModel = {
    name: parsed.name,
    className: `${parsed.name}Entity`,
    table,
    position: { file: parsed.range.file, line: parsed.range.line, column: parsed.range.column },
    ...(parsed.doc === undefined ? {} : { doc: parsed.doc }),
    ...(options.comment === undefined ? {} : { comment: options.comment }),
    columns: linked.map(columnModel),
    key: linked.filter((column) => column.draft.primary).map((column) => column.property),
    uniques: keys(draft, linked, 'unique'),
    indexes: keys(draft, linked, 'index'),
    pool: options.pool,
    ...(options.shards === undefined ? {} : { shards: shardsModel(options.shards, linked) }),
    ...(options.stream === undefined ? {} : { stream: options.stream }),
    charset: options.charset,
    ...(options.collation === undefined ? {} : { collation: options.collation }),
    coalesce: options.coalesce,
    ...(options.removed.length === 0 ? {} : { removed: options.removed.map(({ name }) => name) }),
  }
  return { draft, model, columns: new Map(linked.map((column) => [column.property, column.draft])) }
}

function shardsModel({ key, slots }: ShardsDraft, linked: readonly LinkedColumn[]): ShardsModel {
  const column = linked.find(({ draft }) => draft.parsed.property === key.value)
  return {
    key: column?.property ?? key.value,
    slots: SHARD_SLOTS,
    pools: Object.fromEntries(slots.map(({ pool, ranges }) => [pool, ranges])),
  }
}

function columnModel(linked: LinkedColumn): ColumnModel {
  const { draft } = linked
  return {
    property: linked.property,
    column: linked.column,
    type: linked.type,
    nullable: draft.nullable,
    ...(draft.parsed.doc === undefined ? {} : { doc: draft.parsed.doc }),
    ...(draft.comment === undefined ? {} : { comment: draft.comment }),
    ...(draft.default === undefined ? {} : { default: { value: literalOf(draft.default) } }),
    ...(draft.defaultNow ? { default: { now: true } as const } : {}),
    ...(draft.onUpdateNow ? { onUpdateNow: true } : {}),
    ...(draft.id === undefined ? {} : { id: draft.id }),
    ...(linked.target === undefined ? {} : { reference: referenceModel(linked, linked.target) }),
    ...(draft.generated === undefined ? {} : { generated: draft.generated }),
    ...(draft.sensitive ? { sensitive: true } : {}),
    ...(draft.softDelete ? { softDelete: true } : {}),
    ...(draft.version ? { version: true } : {}),
    ...(draft.renamedFrom === undefined ? {} : { renamedFrom: formerProperties(draft.renamedFrom, linked) }),
    ...(draft.jsonType === undefined
      ? {}
      : { jsonType: { text: draft.jsonType.text, imports: draft.jsonType.imports } }),
  }
}

/** A reference that was called `group` travelled as `groupId`, a plain column under its own name. */
function formerProperties(names: readonly string[], { target }: LinkedColumn): readonly string[] {
  if (target === undefined) return names
  return names.map((name) => referenceProperty(name, target.key.property))
}

function referenceModel(linked: LinkedColumn, target: NonNullable<LinkedColumn['target']>): ReferenceModel {
  const { reference, parsed } = linked.draft
  return {
    property: parsed.property,
    entity: target.entity.parsed.name,
    targetProperty: target.key.property,
    targetColumn: target.key.column,
    targetTable: target.entity.table,
    onDelete: reference?.onDelete ?? 'restrict',
    onUpdate: reference?.onUpdate ?? 'restrict',
    foreignKey: reference?.foreignKey ?? true,
  }
}

/** Keys written as modifiers first, those of one name together; then those of the options. */
function keys(draft: EntityDraft, linked: readonly LinkedColumn[], kind: 'unique' | 'index'): readonly IndexModel[] {
  const named = new Map<string, LinkedColumn[]>()
  const found: { readonly name: string | undefined; readonly columns: LinkedColumn[] }[] = []
  for (const column of linked) {
    for (const name of kind === 'unique' ? column.draft.uniques : column.draft.indexes) {
      const group = name === undefined ? undefined : named.get(name)
      if (group !== undefined) {
        group.push(column)
        continue
      }
      const columns = [column]
      if (name !== undefined) named.set(name, columns)
      found.push({ name, columns })
    }
  }
  for (const key of kind === 'unique' ? draft.options.uniques : draft.options.indexes) {
    const columns = keyColumns(key, linked)
    if (columns !== undefined) found.push({ name: key.name, columns })
  }
  return found.map(({ name, columns }) => ({
    name:
      name ??
      keyName(
        draft.table,
        columns.map(({ column }) => column),
        kind,
      ),
    properties: columns.map(({ property }) => property),
  }))
}

/** Undefined where a property is unknown or its column was refused. */
function keyColumns(key: KeyDraft, linked: readonly LinkedColumn[]): LinkedColumn[] | undefined {
  const columns = key.properties.flatMap(({ name }) => linked.find((item) => item.draft.parsed.property === name) ?? [])
  return columns.length === key.properties.length ? columns : undefined
}
