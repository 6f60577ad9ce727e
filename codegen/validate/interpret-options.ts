import { diagnostic } from '../diagnostics/index.js'
import type { ParsedMember, ParsedValue } from '../read/index.js'
import { didYouMean } from './did-you-mean.js'
import type { KeyDraft, OptionsDraft, Report } from './draft.js'
import { interpretPool } from './interpret-pool.js'

const OPTION_DEFAULTS = {
  pool: 'default',
  naming: 'snake_case',
  indexes: [],
  uniques: [],
  charset: 'utf8mb4',
  coalesce: true,
  removed: [],
} as const satisfies OptionsDraft

type OptionReader = (member: ParsedMember, report: Report) => Partial<OptionsDraft> | undefined

const text =
  (option: 'stream' | 'comment' | 'charset' | 'collation'): OptionReader =>
  (member, report) =>
    member.value.kind === 'string' && (member.value.value !== '' || option === 'comment')
      ? { [option]: member.value.value }
      : reportOption(member, `${option}: 'text'`, report)

const naming: OptionReader = (member, report) => {
  const { value } = member
  if (value.kind === 'string' && (value.value === 'snake_case' || value.value === 'preserve')) {
    return { naming: value.value }
  }
  return reportOption(member, "naming: 'snake_case' or naming: 'preserve'", report)
}

const coalesce: OptionReader = (member, report) =>
  member.value.kind === 'boolean'
    ? { coalesce: member.value.value }
    : reportOption(member, 'coalesce: false or coalesce: true', report)

const removed: OptionReader = (member, report) => {
  const { value } = member
  const items = value.kind === 'array' ? value.items : undefined
  const names = items?.flatMap((item) => (item.kind === 'string' ? [{ name: item.value, range: item.range }] : []))
  return names !== undefined && names.length === items?.length
    ? { removed: names }
    : reportOption(member, "removed: ['oldProperty']", report)
}

const keys =
  (option: 'indexes' | 'uniques'): OptionReader =>
  (member, report) => {
    const form = `${option}: [{ columns: ['team', 'role'] }]`
    if (member.value.kind !== 'array') return reportOption(member, form, report)
    const drafts = member.value.items.flatMap((item) => readKey(item, form, report) ?? [])
    return { [option]: drafts }
  }

const OPTIONS: Readonly<Record<string, OptionReader>> = {
  pool: interpretPool,
  stream: text('stream'),
  naming,
  indexes: keys('indexes'),
  uniques: keys('uniques'),
  comment: text('comment'),
  charset: text('charset'),
  collation: text('collation'),
  coalesce,
  removed,
}

/** The entity's options with every default decided. Those that were refused are reported and keep their default. */
export function interpretOptions(value: ParsedValue | undefined, report: Report): OptionsDraft {
  if (value === undefined || value.kind === 'unreadable') return OPTION_DEFAULTS
  if (value.kind !== 'object') {
    report(diagnostic('ORM1007', value.range, 'the options of an entity are an object', "write { pool: 'default' }"))
    return OPTION_DEFAULTS
  }
  let options: OptionsDraft = OPTION_DEFAULTS
  for (const member of value.members) {
    const read = Object.hasOwn(OPTIONS, member.name) ? OPTIONS[member.name] : undefined
    if (read !== undefined) options = { ...options, ...read(member, report) }
    else {
      const names = Object.keys(OPTIONS)
      const hint = didYouMean(member.name, names, `options of an entity: ${names.join(', ')}`)
      report(diagnostic('ORM1019', member.range, `an entity has no option "${member.name}"`, hint))
    }
  }
  return options
}

function readKey(value: ParsedValue, form: string, report: Report): KeyDraft | undefined {
  if (value.kind === 'unreadable') return undefined
  const members = value.kind === 'object' ? value.members : undefined
  const columns = members?.find((member) => member.name === 'columns')
  const name = members?.find((member) => member.name === 'name')
  const other = members?.find((member) => member !== columns && member !== name)
  const items = columns?.value.kind === 'array' ? columns.value.items : undefined
  const named = name === undefined || name.value.kind === 'string'
  if (!items?.length || !named || other !== undefined) {
    report(diagnostic('ORM1007', other?.range ?? value.range, 'not the form of a key', `write ${form}`))
    return undefined
  }
  const properties = items.flatMap((item) => (item.kind === 'string' ? [{ name: item.value, value: item }] : []))
  if (properties.length < items.length) return undefined
  return { properties, name: name?.value.kind === 'string' ? name.value.value : undefined, member: name, value }
}

function reportOption(member: ParsedMember, form: string, report: Report): undefined {
  if (member.value.kind === 'unreadable') return undefined
  report(diagnostic('ORM1007', member.value.range, `wrong value for option "${member.name}"`, `write ${form}`))
  return undefined
}
