import { diagnostic } from '../diagnostics/index.js'
import type { ReferentialAction } from '../model/index.js'
import type { ParsedCall } from '../read/index.js'
import { hasNone, onlyString, reportArguments, strings } from './arguments.js'
import type { ColumnDraft, ReferenceDraft, Report } from './draft.js'

/** Applies one call of the chain. Returns what it changes; undefined where it was refused, and reported. */
type Modifier = (call: ParsedCall, draft: ColumnDraft, report: Report) => Partial<ColumnDraft> | undefined

const mark =
  (facts: Partial<ColumnDraft>): Modifier =>
  (call, _draft, report) =>
    hasNone(call, report) ? facts : undefined

const unsigned: Modifier = (call, draft, report) => {
  if (!hasNone(call, report) || draft.type === undefined) return undefined
  return { type: { ...draft.type, unsigned: true } as ColumnDraft['type'] }
}

const readAs =
  (as: 'number' | 'string'): Modifier =>
  (call, draft, report) => {
    if (!hasNone(call, report) || draft.type?.kind !== 'bigint') return undefined
    return { type: { ...draft.type, as } }
  }

const optionalName = (call: ParsedCall, report: Report): { readonly name: string | undefined } | undefined => {
  if (call.args.length === 0) return { name: undefined }
  const name = onlyString(call, `${call.name}() or ${call.name}('name')`, report)
  return name === undefined ? undefined : { name }
}

const unique: Modifier = (call, draft, report) => {
  const key = optionalName(call, report)
  return key && { uniques: [...draft.uniques, key.name] }
}

const index: Modifier = (call, draft, report) => {
  const key = optionalName(call, report)
  return key && { indexes: [...draft.indexes, key.name] }
}

const defaultValue: Modifier = (call, _draft, report) => {
  const [value, ...rest] = call.args
  if (value === undefined || rest.length > 0) return reportArguments(call, 'default(value)', report)
  return { default: value }
}

const column: Modifier = (call, _draft, report) => {
  const name = onlyString(call, "column('db_name')", report)
  return name === undefined ? undefined : { column: name }
}

const comment: Modifier = (call, _draft, report) => {
  const text = onlyString(call, "comment('text')", report)
  return text === undefined ? undefined : { comment: text }
}

const renamedFrom: Modifier = (call, _draft, report) => {
  const names = strings(call, "renamedFrom('oldProperty')", report)
  return names && { renamedFrom: names }
}

const generatedAs: Modifier = (call, _draft, report) => {
  const form = "generatedAs('price * amount', 'stored')"
  const [expression, storage, ...rest] = call.args
  if (expression?.kind !== 'string' || rest.length > 0) return reportArguments(call, form, report)
  if (storage === undefined) return { generated: { expression: expression.value, stored: false } }
  if (storage.kind !== 'string' || (storage.value !== 'stored' && storage.value !== 'virtual')) {
    return reportArguments(call, form, report)
  }
  return { generated: { expression: expression.value, stored: storage.value === 'stored' } }
}

const ACTIONS: readonly string[] = ['restrict', 'cascade', 'set null', 'no action'] satisfies ReferentialAction[]

const action =
  (on: 'onDelete' | 'onUpdate'): Modifier =>
  (call, draft, report) => {
    const [value, ...rest] = call.args
    if (value?.kind !== 'string' || rest.length > 0 || !ACTIONS.includes(value.value)) {
      return reportArguments(call, `one of ${ACTIONS.map((name) => `${on}('${name}')`).join(', ')}`, report)
    }
    return withReference(draft, { [on]: value.value as ReferentialAction })
  }

const withReference = (draft: ColumnDraft, change: Partial<ReferenceDraft>): Partial<ColumnDraft> | undefined =>
  draft.reference && { reference: { ...draft.reference, ...change } }

const noForeignKey: Modifier = (call, draft, report) =>
  hasNone(call, report) ? withReference(draft, { foreignKey: false }) : undefined

const primary: Modifier = (call, draft, report) => {
  if (!hasNone(call, report)) return undefined
  return draft.type?.kind === 'uuid' ? { primary: true, id: 'uuid' } : { primary: true }
}

const MODIFIERS = {
  nullable: mark({ nullable: true }),
  primary,
  unique,
  index,
  default: defaultValue,
  defaultNow: mark({ defaultNow: true }),
  onUpdateNow: mark({ onUpdateNow: true }),
  unsigned,
  asNumber: readAs('number'),
  asString: readAs('string'),
  column,
  comment,
  sensitive: mark({ sensitive: true }),
  renamedFrom,
  generatedAs,
  softDelete: mark({ softDelete: true }),
  version: mark({ version: true }),
  autoIncrement: mark({ id: 'autoIncrement' }),
  onDelete: action('onDelete'),
  onUpdate: action('onUpdate'),
  noForeignKey,
} as const satisfies Record<string, Modifier>

export type ModifierName = keyof typeof MODIFIERS

export const isModifier = (name: string): name is ModifierName => Object.hasOwn(MODIFIERS, name)

/** The draft after one more call of its chain. Refused calls are reported and leave it as it is. */
export function applyModifier(name: ModifierName, call: ParsedCall, draft: ColumnDraft, report: Report): ColumnDraft {
  return { ...draft, ...MODIFIERS[name](call, draft, report) }
}

/** Pairs that exclude each other wherever they stand, with the reason. */
const EXCLUSIVE: readonly (readonly [ModifierName, ModifierName, string])[] = [
  ['default', 'defaultNow', 'a column has one default'],
  ['nullable', 'primary', 'a primary key is never NULL'],
  ['unique', 'primary', 'a primary key is unique already'],
  ['index', 'primary', 'a primary key is an index already'],
  ['asNumber', 'asString', 'a column has one TypeScript type'],
  ['noForeignKey', 'onDelete', 'without a foreign key the database does nothing'],
  ['noForeignKey', 'onUpdate', 'without a foreign key the database does nothing'],
  ['primary', 'onUpdateNow', 'a primary key keeps its value'],
]

/** Reports modifiers that are written twice or exclude each other. */
export function checkContradictions(calls: readonly ParsedCall[], report: Report): void {
  const seen = new Set<string>()
  for (const call of calls) {
    if (seen.has(call.name)) {
      report(diagnostic('ORM1008', call.range, `.${call.name}() is written twice`, 'keep one of them'))
    }
    for (const [one, other, reason] of EXCLUSIVE) {
      const rival = call.name === one ? other : call.name === other ? one : undefined
      if (rival === undefined || !seen.has(rival)) continue
      report(diagnostic('ORM1008', call.range, `.${call.name}() contradicts .${rival}()`, `keep one: ${reason}`))
    }
    seen.add(call.name)
  }
}
