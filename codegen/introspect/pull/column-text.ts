import { doubleQuoted, literal, quoted } from '../../emit/literal.js'
import type { ColumnType, LiteralValue, ReferentialAction } from '../../model/index.js'
import type { LiveIndex } from '../live.js'
import { type ColumnPlan, followsNaming, type TablePlan, takesCharset } from './plan.js'

/** A column as a chain of builder calls, and what it could not say. */
export interface ColumnText {
  readonly text: string
  readonly builder: string
  readonly losses: readonly string[]
}

/** The keys that stand with their column: those of one column. */
export interface OwnKeys {
  readonly uniques: readonly LiveIndex[]
  readonly indexes: readonly LiveIndex[]
}

export function columnText(column: ColumnPlan, table: TablePlan, keys: OwnKeys): ColumnText {
  const { live, reference } = column
  const losses: string[] = []
  const isKey = table.live.primaryKey.includes(live.name)
  const id = reference === undefined && idText(column, table)
  const [builder, start] = id || (reference === undefined ? typeText(live.type!) : referenceText(column, table))
  const calls = [start]
  if (!id) {
    if (live.nullable && !isKey) calls.push('.nullable()')
    if (isKey) calls.push('.primary()')
    if (live.autoIncrement) losses.push('AUTO_INCREMENT, which id() alone can have: new rows must bring their key')
    calls.push(...defaultCalls(column, losses))
    if (live.onUpdateNow) calls.push('.onUpdateNow()')
  }
  if (live.generated !== undefined) {
    const { expression, stored } = live.generated
    const text = expression.includes("'") ? doubleQuoted(expression) : quoted(expression)
    calls.push(`.generatedAs(${text}${stored ? ", 'stored'" : ''})`)
  }
  if (reference !== undefined) {
    calls.push(...actionCall('onDelete', reference.foreignKey.onDelete))
    calls.push(...actionCall('onUpdate', reference.foreignKey.onUpdate))
  }
  calls.push(...keys.uniques.map((index) => keyCall('unique', index, table)))
  calls.push(...keys.indexes.map((index) => keyCall('index', index, table)))
  if (!followsNaming(column, table.naming)) calls.push(`.column(${quoted(live.name)})`)
  if (live.comment !== '') calls.push(`.comment(${quoted(live.comment)})`)
  losses.push(...charsetLosses(column, table))
  return { text: calls.join(''), builder, losses }
}

type Start = readonly [builder: string, text: string]

/** BIGINT UNSIGNED keys by themselves are ids: from a sequence, or from MySQL. */
function idText({ live }: ColumnPlan, { live: table }: TablePlan): Start | undefined {
  const { type } = live
  if (type?.kind !== 'bigint' || type.unsigned !== true || live.default !== undefined) return undefined
  if (table.primaryKey.length !== 1 || table.primaryKey[0] !== live.name) return undefined
  return ['id', live.autoIncrement ? 'id().autoIncrement()' : 'id()']
}

function referenceText({ reference }: ColumnPlan, table: TablePlan): Start {
  return ['ref', `ref(() => ${table.entityOf(reference!.target)})`]
}

function typeText(type: ColumnType): Start {
  const call = (builder: string, ...args: readonly string[]): Start => [builder, `${builder}(${args.join(', ')})`]
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
    case 'float':
    case 'double':
      return unsigned(call(type.kind), type.unsigned)
    case 'decimal':
      return unsigned(call('decimal', String(type.precision), String(type.scale)), type.unsigned)
    case 'bit':
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return call(type.kind, String(type.length))
    case 'time':
    case 'datetime':
    case 'timestamp':
      return type.precision === 3 ? call(type.kind) : call(type.kind, String(type.precision))
    case 'enum':
      return call('enumOf', ...type.values.map(quoted))
    case 'set':
      return call('setOf', ...type.values.map(quoted))
    case 'bool':
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
    case 'date':
    case 'year':
    case 'json':
    case 'uuid':
      return call(type.kind)
  }
}

function unsigned([builder, text]: Start, isUnsigned: true | undefined): Start {
  return [builder, isUnsigned === true ? `${text}.unsigned()` : text]
}

function defaultCalls({ live, reference }: ColumnPlan, losses: string[]): readonly string[] {
  if (live.default === undefined) return []
  const lost = (sql: string) => {
    losses.push(`DEFAULT ${sql}`)
    return []
  }
  if (live.default.kind === 'expression') return lost(live.default.sql)
  const given = live.default.value
  if ('now' in given) return ['.defaultNow()']
  const text = literal(given.value as Exclude<LiteralValue, object>)
  return reference !== undefined || live.type?.kind === 'uuid' ? lost(text) : [`.default(${text})`]
}

function actionCall(on: 'onDelete' | 'onUpdate', action: ReferentialAction): readonly string[] {
  return action === 'restrict' || action === 'no action' ? [] : [`.${on}(${quoted(action)})`]
}

function keyCall(kind: 'unique' | 'index', index: LiveIndex, { live }: TablePlan): string {
  const usual = [`${live.name}_${index.columns[0]}_${kind}`, index.columns[0]]
  return usual.includes(index.name) ? `.${kind}()` : `.${kind}(${quoted(index.name)})`
}

function charsetLosses(column: ColumnPlan, { charset, collation }: TablePlan): readonly string[] {
  const { live } = column
  if (!takesCharset(column) || (live.charset === charset && live.collation === collation)) return []
  return [`CHARACTER SET ${live.charset} COLLATE ${live.collation}: a schema has one for the whole table`]
}
