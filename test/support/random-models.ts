import fc from 'fast-check'
import type {
  ColumnModel,
  ColumnType,
  DefaultValue,
  EntityModel,
  ReferentialAction,
} from '../../codegen/model/index.js'
import { keyName, toSnakeCase } from '../../codegen/model/index.js'

/** Types with the defaults that they may have; `key` marks those that can be indexed whole. */
interface Kind {
  readonly type: ColumnType
  readonly defaults?: readonly DefaultValue[]
  readonly key?: true
}

const values = (...list: readonly (string | number | bigint | boolean | readonly string[] | object)[]) =>
  list.map((value) => ({ value }) as DefaultValue)

const KINDS: readonly Kind[] = [
  { type: { kind: 'tinyint' }, defaults: values(-1, 0), key: true },
  { type: { kind: 'smallint', unsigned: true }, defaults: values(65535), key: true },
  { type: { kind: 'mediumint' }, defaults: values(7) },
  { type: { kind: 'int' }, defaults: values(-2147483648), key: true },
  { type: { kind: 'bigint', unsigned: true }, defaults: values(18446744073709551615n), key: true },
  { type: { kind: 'decimal', precision: 12, scale: 3 }, defaults: values('-0.5', '12.345'), key: true },
  { type: { kind: 'decimal', precision: 5, scale: 0, unsigned: true } },
  { type: { kind: 'float' } },
  { type: { kind: 'double' }, defaults: values(0.25, -1.5) },
  { type: { kind: 'bool' }, defaults: values(true, false), key: true },
  { type: { kind: 'bit', length: 9 }, defaults: values(257n) },
  { type: { kind: 'char', length: 7 }, defaults: values("it's", '') },
  { type: { kind: 'varchar', length: 40 }, defaults: values('a\\b', 'ü"', "''"), key: true },
  { type: { kind: 'tinytext' } },
  { type: { kind: 'text' }, defaults: values("it's long") },
  { type: { kind: 'longtext' } },
  { type: { kind: 'binary', length: 4 } },
  { type: { kind: 'varbinary', length: 16 }, key: true },
  { type: { kind: 'mediumblob' } },
  { type: { kind: 'date' }, defaults: values('2024-02-29'), key: true },
  { type: { kind: 'time', precision: 6 }, defaults: values('12:30:00.5') },
  { type: { kind: 'year' }, defaults: values(1999) },
  { type: { kind: 'datetime', precision: 3 }, defaults: [{ now: true }, ...values('2024-02-29 10:00:00')], key: true },
  { type: { kind: 'datetime', precision: 0 }, defaults: [{ now: true }] },
  { type: { kind: 'timestamp', precision: 6 }, defaults: [{ now: true }] },
  { type: { kind: 'enum', values: ['a', "it's", 'ü'] }, defaults: values("it's"), key: true },
  { type: { kind: 'set', values: ['x', 'y', 'z'] }, defaults: values(['x', 'z'], []) },
  { type: { kind: 'json' }, defaults: values({ b: [1, null], a: "it's" }) },
  { type: { kind: 'uuid' }, key: true },
]

/** Type of the single key that references can lead to. */
const KEYS: readonly (Kind & { readonly id?: ColumnModel['id'] })[] = [
  { type: { kind: 'bigint', unsigned: true }, id: 'sequence' },
  { type: { kind: 'bigint', unsigned: true }, id: 'autoIncrement' },
  { type: { kind: 'uuid' }, id: 'uuid' },
  { type: { kind: 'int' } },
  { type: { kind: 'varchar', length: 20 } },
]

const NAMES = ['title', 'firstName', 'order', 'select', 'group', 'key', 'x2', 'theLongName', 'index', 'value', 'desc']

const comment = fc.option(fc.constantFrom('plain', "it's", 'a\\b "c" `d`', 'ü\n2'), { nil: undefined, freq: 4 })

const column = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    nullable: fc.boolean(),
    defaultIndex: fc.option(fc.nat(3), { nil: undefined }),
    comment,
  })
  .map(({ kind, nullable, defaultIndex, comment: words }) => {
    const chosen = defaultIndex === undefined ? undefined : kind.defaults?.[defaultIndex % (kind.defaults.length || 1)]
    return {
      kind,
      facts: {
        type: kind.type,
        nullable,
        ...(chosen === undefined ? {} : { default: chosen }),
        ...(words === undefined ? {} : { comment: words }),
      },
    }
  })

const entity = fc.record({
  columns: fc.array(column, { maxLength: 7 }),
  names: fc.shuffledSubarray(NAMES, { minLength: 7, maxLength: 7 }),
  key: fc.constantFrom(...KEYS),
  references: fc.array(
    fc.record({
      target: fc.nat(),
      nullable: fc.boolean(),
      onDelete: fc.constantFrom<ReferentialAction>('restrict', 'cascade', 'set null', 'no action'),
      onUpdate: fc.constantFrom<ReferentialAction>('restrict', 'cascade', 'no action'),
    }),
    { maxLength: 2 },
  ),
  uniques: fc.array(fc.nat(), { maxLength: 2 }),
  indexes: fc.array(fc.nat(), { maxLength: 2 }),
  collation: fc.constantFrom(undefined, undefined, 'utf8mb4_unicode_ci', 'utf8mb4_bin'),
  comment,
})

type Draft = typeof entity extends fc.Arbitrary<infer T> ? T : never

/** One to four entities of one database, sound and referring to each other and to themselves. */
export const randomModels: fc.Arbitrary<readonly EntityModel[]> = fc
  .array(entity, { minLength: 1, maxLength: 4 })
  .map((drafts) => drafts.map((draft, index) => model(draft, index, drafts)))

function model(draft: Draft, index: number, drafts: readonly Draft[]): EntityModel {
  const name = `Thing${index}`
  const table = `thing_${index}`
  const plain = draft.columns.map(({ kind, facts }, position) => ({ kind, ...named(draft.names[position]!), ...facts }))
  const keyColumn: ColumnModel = {
    ...named('id'),
    type: draft.key.type,
    nullable: false,
    ...(draft.key.id === undefined ? {} : { id: draft.key.id }),
  }
  const references = draft.references.map((reference, position) => referenceColumn(reference, position, drafts))
  const indexed = plain.filter(({ kind }) => kind.key === true)
  const pick = (start: number, length: number) =>
    Array.from({ length: Math.min(length, indexed.length) }, (_, offset) => indexed[(start + offset) % indexed.length]!)
  const keysOf = (starts: readonly number[], kind: 'unique' | 'index') =>
    starts.flatMap((start, position) => {
      const columns = pick(start, position + 1)
      if (columns.length === 0) return []
      const names = columns.map((each) => each.column)
      return [{ name: keyName(table, names, kind), properties: columns.map(({ property }) => property) }]
    })
  const uniques = distinct(keysOf(draft.uniques, 'unique'))
  const taken = new Set(uniques.map(({ properties }) => properties.join()))
  return {
    name,
    className: `${name}Entity`,
    table,
    position: { file: 'random.ts', line: 1, column: 1 },
    columns: [keyColumn, ...plain.map(({ kind: _, ...rest }) => rest), ...references],
    key: ['id'],
    uniques,
    indexes: distinct(keysOf(draft.indexes, 'index')).filter(({ properties }) => !taken.has(properties.join())),
    pool: 'default',
    charset: 'utf8mb4',
    ...(draft.collation === undefined ? {} : { collation: draft.collation }),
    ...(draft.comment === undefined ? {} : { comment: draft.comment }),
    coalesce: true,
  }
}

function referenceColumn(
  reference: Draft['references'][number],
  position: number,
  drafts: readonly Draft[],
): ColumnModel {
  const target = reference.target % drafts.length
  const property = `parent${position}`
  const setsNull = reference.onDelete === 'set null'
  return {
    property: `${property}Id`,
    column: `${property}_id`,
    type: drafts[target]!.key.type,
    nullable: reference.nullable || setsNull,
    reference: {
      property,
      entity: `Thing${target}`,
      targetProperty: 'id',
      targetColumn: 'id',
      targetTable: `thing_${target}`,
      onDelete: reference.onDelete,
      onUpdate: reference.onUpdate,
      foreignKey: true,
    },
  }
}

function named(property: string) {
  return { property, column: toSnakeCase(property) }
}

function distinct<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.name, item])).values()]
}
