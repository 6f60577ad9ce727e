import { diagnostic } from '../diagnostics/index.js'
import type { ColumnType } from '../model/index.js'
import type { ParsedColumn } from '../read/index.js'
import { hasNone, isNumber, isString, reportArguments } from './arguments.js'
import type { ColumnDraft, Report } from './draft.js'
import type { ModifierName } from './modifiers.js'

/** What a builder makes of its arguments, and the modifiers that fit it. */
export interface Builder {
  readonly modifiers: ReadonlySet<ModifierName>
  /** Undefined where the arguments were refused, and reported. */
  readonly start: (column: ParsedColumn, report: Report) => Partial<ColumnDraft> | undefined
}

const COMMON: readonly ModifierName[] = [
  'nullable',
  'primary',
  'unique',
  'index',
  'column',
  'comment',
  'sensitive',
  'renamedFrom',
]
const WRITABLE: readonly ModifierName[] = [...COMMON, 'default', 'generatedAs']
const TEMPORAL: readonly ModifierName[] = [...WRITABLE, 'defaultNow', 'onUpdateNow', 'softDelete']
const BYTES: readonly ModifierName[] = [...COMMON, 'generatedAs']

const builder = (modifiers: readonly ModifierName[], start: Builder['start']): Builder => ({
  modifiers: new Set(modifiers),
  start,
})

/** A type without arguments. */
const plain = (type: ColumnType, modifiers: readonly ModifierName[] = WRITABLE) =>
  builder(modifiers, ({ builder: call }, report) => (hasNone(call, report) ? { type } : undefined))

interface Limits {
  readonly min: number
  readonly max: number
  /** What the number is called, for messages. */
  readonly what: string
  /** Shown as the remedy where it is missing. */
  readonly example: string
}

/** A type with a length that must be given. */
const sized = (limits: Limits, type: (length: number) => ColumnType, modifiers: readonly ModifierName[] = WRITABLE) =>
  builder(modifiers, (column, report) => {
    const [value, ...rest] = column.builder.args
    if (value === undefined) return reportMissing(column, `no ${limits.what}`, limits.example, report)
    if (!isNumber(value) || rest.length > 0) return reportArguments(column.builder, limits.example, report)
    return inLimits(column, value.value, limits, report) ? { type: type(value.value) } : undefined
  })

const FRACTION: Limits = { min: 0, max: 6, what: 'precision', example: 'datetime(3)' }
const DEFAULT_FRACTION = 3

/** A type of time, with the decimals of its seconds. */
const fractional = (kind: 'time' | 'datetime' | 'timestamp', modifiers: readonly ModifierName[]) =>
  builder(modifiers, (column, report) => {
    const [value, ...rest] = column.builder.args
    if (value === undefined) return { type: { kind, precision: DEFAULT_FRACTION } }
    if (!isNumber(value) || rest.length > 0) return reportArguments(column.builder, `${kind}(3)`, report)
    return inLimits(column, value.value, FRACTION, report) ? { type: { kind, precision: value.value } } : undefined
  })

const members = (kind: 'enum' | 'set', form: string) =>
  builder(WRITABLE, ({ builder: call }, report) => {
    if (call.args.length === 0 || !call.args.every(isString)) return reportArguments(call, form, report)
    return { type: { kind, values: call.args.map((argument) => argument.value) } }
  })

const decimal = builder([...WRITABLE, 'unsigned'], (column, report) => {
  const [precision, scale, ...rest] = column.builder.args
  if (precision === undefined || scale === undefined) {
    return reportMissing(column, 'no precision and scale', 'decimal(10, 2)', report)
  }
  if (!isNumber(precision) || !isNumber(scale) || rest.length > 0) {
    return reportArguments(column.builder, 'decimal(10, 2)', report)
  }
  const fits =
    inLimits(column, precision.value, { min: 1, max: 65, what: 'precision', example: '' }, report) &&
    inLimits(column, scale.value, { min: 0, max: Math.min(30, precision.value), what: 'scale', example: '' }, report)
  return fits ? { type: { kind: 'decimal', precision: precision.value, scale: scale.value } } : undefined
})

const reference = builder([...COMMON, 'onDelete', 'onUpdate', 'noForeignKey'], ({ builder: call }, report) => {
  const [target, ...rest] = call.args
  if (target?.kind !== 'target' || rest.length > 0) return reportArguments(call, 'ref(() => Team)', report)
  return { reference: { target, onDelete: 'restrict', onUpdate: 'restrict', foreignKey: true } }
})

const id = builder(['autoIncrement', 'column', 'comment', 'renamedFrom'], ({ builder: call }, report) =>
  hasNone(call, report) ? { type: { kind: 'bigint', unsigned: true }, primary: true, id: 'sequence' } : undefined,
)

const json = builder(
  WRITABLE.filter((name) => name !== 'unique' && name !== 'index' && name !== 'primary'),
  ({ builder: call }, report) => {
    if (!hasNone(call, report)) return undefined
    return { type: { kind: 'json' }, ...(call.typeArgument === undefined ? {} : { jsonType: call.typeArgument }) }
  },
)

/** By the name that `orm-gen/schema` exports. */
export const BUILDERS: ReadonlyMap<string, Builder> = new Map([
  ['tinyint', plain({ kind: 'tinyint' }, [...WRITABLE, 'unsigned'])],
  ['smallint', plain({ kind: 'smallint' }, [...WRITABLE, 'unsigned'])],
  ['mediumint', plain({ kind: 'mediumint' }, [...WRITABLE, 'unsigned'])],
  ['int', plain({ kind: 'int' }, [...WRITABLE, 'unsigned'])],
  ['bigint', plain({ kind: 'bigint' }, [...WRITABLE, 'unsigned', 'asNumber', 'asString', 'version'])],
  ['decimal', decimal],
  ['float', plain({ kind: 'float' }, [...WRITABLE, 'unsigned'])],
  ['double', plain({ kind: 'double' }, [...WRITABLE, 'unsigned'])],
  ['bool', plain({ kind: 'bool' })],
  ['bit', sized({ min: 1, max: 64, what: 'length', example: 'bit(8)' }, (length) => ({ kind: 'bit', length }))],
  ['char', sized({ min: 1, max: 255, what: 'length', example: 'char(2)' }, (length) => ({ kind: 'char', length }))],
  [
    'varchar',
    sized({ min: 1, max: 65_535, what: 'length', example: 'varchar(80)' }, (length) => ({ kind: 'varchar', length })),
  ],
  ['tinytext', plain({ kind: 'tinytext' })],
  ['text', plain({ kind: 'text' })],
  ['mediumtext', plain({ kind: 'mediumtext' })],
  ['longtext', plain({ kind: 'longtext' })],
  [
    'binary',
    sized({ min: 1, max: 255, what: 'length', example: 'binary(16)' }, (length) => ({ kind: 'binary', length }), BYTES),
  ],
  [
    'varbinary',
    sized(
      { min: 1, max: 65_533, what: 'length', example: 'varbinary(255)' },
      (length) => ({ kind: 'varbinary', length }),
      BYTES,
    ),
  ],
  ['tinyblob', plain({ kind: 'tinyblob' }, BYTES)],
  ['blob', plain({ kind: 'blob' }, BYTES)],
  ['mediumblob', plain({ kind: 'mediumblob' }, BYTES)],
  ['longblob', plain({ kind: 'longblob' }, BYTES)],
  ['date', plain({ kind: 'date' })],
  ['year', plain({ kind: 'year' })],
  ['time', fractional('time', WRITABLE)],
  ['datetime', fractional('datetime', TEMPORAL)],
  ['timestamp', fractional('timestamp', TEMPORAL)],
  ['enumOf', members('enum', "enumOf('admin', 'member')")],
  ['setOf', members('set', "setOf('red', 'green')")],
  ['json', json],
  ['uuid', plain({ kind: 'uuid' }, BYTES)],
  ['id', id],
  ['ref', reference],
])

function reportMissing(column: ParsedColumn, lack: string, example: string, report: Report): undefined {
  const { builder: call, property } = column
  report(
    diagnostic(
      'ORM1012',
      call.range,
      `${call.name} column "${property}" has ${lack}`,
      `write ${example}${call.name === 'varchar' ? '; MySQL reserves index space by the declared length' : ''}`,
    ),
  )
  return undefined
}

function inLimits(column: ParsedColumn, value: number, limits: Limits, report: Report): boolean {
  if (Number.isInteger(value) && value >= limits.min && value <= limits.max) return true
  const { builder: call, property } = column
  report(
    diagnostic(
      'ORM1013',
      call.range,
      `${call.name} column "${property}" has ${limits.what} ${value}`,
      `choose a ${limits.what} from ${limits.min.toLocaleString('en')} to ${limits.max.toLocaleString('en')}${
        call.name === 'varchar' && value > limits.max ? ', or text()' : ''
      }`,
    ),
  )
  return false
}
