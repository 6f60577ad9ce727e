import { literal, quoted } from '../../emit/literal.js'
import { keyName } from '../../model/index.js'
import type { LiveDatabase, LiveForeignKey, LiveIndex } from '../live.js'
import { type ColumnText, columnText } from './column-text.js'
import { type ColumnPlan, type PullWarning, type TablePlan, takesCharset } from './plan.js'

export interface PulledFile {
  /** Relative to the folder of the schemas: `order-item.ts`. */
  readonly path: string
  readonly text: string
}

/** One schema file, and what it could not say: as comments in it, and as warnings. */
export function entityText(
  plan: TablePlan,
  database: LiveDatabase,
  pool: string,
): { readonly file: PulledFile; readonly warnings: readonly PullWarning[] } {
  const { live, entity, columns } = plan
  const keys = new Keys(plan)
  const texts = columns.map((column) => ({ column, ...columnText(column, plan, keys.of(column)) }))
  const losses = [...tableLosses(plan), ...keys.losses]
  const options = optionsText(plan, keys, database, pool)
  const members = texts.flatMap(({ column, text, losses: lost }) => [
    ...lost.map(notExpressible),
    `${column.property}: ${text},`,
  ])
  const lines = [
    ...imports(plan, texts),
    '',
    ...losses.map(notExpressible),
    ...definition(entity, live.name, members, options),
    '',
  ]
  const warnings = [
    ...losses,
    ...texts.flatMap(({ column, losses: lost }) => lost.map((words) => `${column.live.name}: ${words}`)),
  ]
  return {
    file: { path: `${plan.file}.ts`, text: lines.join('\n') },
    warnings: warnings.map((words) => ({ table: live.name, words })),
  }
}

function definition(
  entity: string,
  table: string,
  members: readonly string[],
  options: string | undefined,
): readonly string[] {
  if (options === undefined) {
    return [`export const ${entity} = defineEntity(${quoted(table)}, {`, ...members.map(indented), '})']
  }
  const parts = [`${quoted(table)},`, '{', ...members.map(indented), '},', ...`${options},`.split('\n')]
  return [`export const ${entity} = defineEntity(`, ...parts.map(indented), ')']
}

function imports(plan: TablePlan, texts: readonly ColumnText[]): readonly string[] {
  const builders = [...new Set(['defineEntity', ...texts.map(({ builder }) => builder)])].sort()
  const targets = plan.columns.flatMap(({ reference }) => (reference === undefined ? [] : [reference.target]))
  const others = [...new Set(targets)].filter((target) => target !== plan.live)
  return [
    ...importOf(builders, 'orm-gen/schema'),
    ...others.map((target) => `import { ${plan.entityOf(target)} } from './${plan.fileOf(target)}.js'`).sort(),
  ]
}

const WIDTH = 120

function importOf(names: readonly string[], from: string): readonly string[] {
  const line = `import { ${names.join(', ')} } from '${from}'`
  return line.length <= WIDTH ? [line] : ['import {', ...names.map((name) => `  ${name},`), `} from '${from}'`]
}

/** Sorts the table's keys: one column's go to the column, others, and those of key columns, to the options. */
class Keys {
  readonly losses: string[] = []
  readonly #own = new Map<string, LiveIndex[]>()
  readonly composite: LiveIndex[] = []

  constructor({ live, columns }: TablePlan) {
    const known = new Set(columns.map((column) => column.live.name))
    for (const index of live.indexes) {
      if (isMadeFor(index, live.foreignKeys)) continue
      const unknown = index.columns.find((column) => !known.has(column))
      if (index.peculiarity !== undefined || unknown !== undefined) {
        const reason = index.peculiarity ?? unknown
        this.losses.push(
          `${index.unique ? 'UNIQUE KEY' : 'KEY'} ${index.name} (${index.columns.join(', ')}): ${reason}`,
        )
      } else if (index.columns.length > 1 || live.primaryKey.includes(index.columns[0]!)) this.composite.push(index)
      else this.#own.set(index.columns[0]!, [...(this.#own.get(index.columns[0]!) ?? []), index])
    }
  }

  of({ live }: ColumnPlan) {
    const keys = this.#own.get(live.name) ?? []
    return { uniques: keys.filter(({ unique }) => unique), indexes: keys.filter(({ unique }) => !unique) }
  }
}

/** InnoDB makes an index for each foreign key, and gives it the constraint's name. */
function isMadeFor(index: LiveIndex, foreignKeys: readonly LiveForeignKey[]): boolean {
  return foreignKeys.some(
    ({ name, columns }) => !index.unique && name === index.name && columns.join() === index.columns.join(),
  )
}

function tableLosses({ live, columns }: TablePlan): readonly string[] {
  const said = new Set(columns.map(({ reference }) => reference?.foreignKey))
  return [
    ...live.columns.flatMap(({ name, type, typeText }) => (type === undefined ? [`column ${name} ${typeText}`] : [])),
    ...live.foreignKeys.flatMap((key) =>
      said.has(key)
        ? []
        : [
            `FOREIGN KEY ${key.name} (${key.columns.join(', ')}) to ${key.targetTable} (${key.targetColumns.join(', ')})`,
          ],
    ),
    ...live.checks.map((clause) => `CHECK (${clause})`),
    ...(live.triggers.length === 0
      ? []
      : [`triggers ${live.triggers.join(', ')}; add coalesce: false where they must see each change`]),
    ...(live.engine === 'InnoDB' ? [] : [`ENGINE=${live.engine}`]),
  ]
}

function optionsText(plan: TablePlan, keys: Keys, database: LiveDatabase, pool: string): string | undefined {
  const { live, naming } = plan
  const hasText = plan.columns.some(takesCharset)
  const usualCollation = database.defaultCollations.get(plan.charset)
  const properties = new Map(plan.columns.map(({ live: column, property }) => [column.name, property]))
  const composite = (kind: 'unique' | 'index') =>
    keys.composite
      .filter((index) => index.unique === (kind === 'unique'))
      .map((index) => ({
        columns: index.columns.map((column) => properties.get(column)!),
        name: index.name === keyName(live.name, index.columns, kind) ? undefined : index.name,
      }))
  const options = {
    pool: pool === 'default' ? undefined : pool,
    naming: naming === 'preserve' ? naming : undefined,
    uniques: nonEmpty(composite('unique')),
    indexes: nonEmpty(composite('index')),
    comment: live.comment === '' ? undefined : live.comment,
    charset: hasText && plan.charset !== 'utf8mb4' ? plan.charset : undefined,
    collation: hasText && plan.collation !== usualCollation ? plan.collation : undefined,
  }
  return Object.values(options).every((option) => option === undefined) ? undefined : literal(options)
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items
}

function notExpressible(words: string): string {
  return `// Not expressible: ${words.replace(/\s+/g, ' ')}`
}

function indented(line: string): string {
  return `  ${line}`
}
