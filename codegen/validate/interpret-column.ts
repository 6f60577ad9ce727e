import { diagnostic } from '../diagnostics/index.js'
import type { ParsedCall, ParsedColumn } from '../read/index.js'
import { BUILDERS, type Builder } from './builders.js'
import { didYouMean } from './did-you-mean.js'
import type { ColumnDraft, Report } from './draft.js'
import { applyModifier, checkContradictions, isModifier } from './modifiers.js'

/** Understands the calls of one column. Undefined, and reported, where its builder is unknown or refused. */
export function interpretColumn(parsed: ParsedColumn, report: Report): ColumnDraft | undefined {
  const builder = BUILDERS.get(parsed.builder.name)
  if (builder === undefined) {
    const { name, range } = parsed.builder
    const hint = didYouMean(`${name}()`, withCall([...BUILDERS.keys()]), 'docs/schema-reference.md lists the builders')
    report(diagnostic('ORM1004', range, `orm-gen/schema has no builder "${name}"`, hint))
    return undefined
  }
  const start = builder.start(parsed, report)
  const fitting = parsed.modifiers.filter((call) => fits(call, parsed, builder, report))
  checkContradictions(fitting, report)
  let draft: ColumnDraft = {
    parsed,
    type: undefined,
    nullable: false,
    primary: false,
    uniques: [],
    indexes: [],
    ...start,
  }
  for (const call of fitting) {
    if (isModifier(call.name)) draft = applyModifier(call.name, call, draft, report)
  }
  return start === undefined ? undefined : draft
}

function fits(call: ParsedCall, column: ParsedColumn, builder: Builder, report: Report): boolean {
  if (isModifier(call.name) && builder.modifiers.has(call.name)) return true
  const type = column.builder.name
  if (isModifier(call.name)) {
    const hint = UNFIT_HINTS[call.name] ?? `modifiers of ${type}: ${[...builder.modifiers].join(', ')}`
    report(diagnostic('ORM1005', call.range, `${type} columns have no .${call.name}()`, hint))
  } else {
    const hint = didYouMean(
      `.${call.name}()`,
      withCall([...builder.modifiers]).map((name) => `.${name}`),
      `modifiers of ${type}: ${[...builder.modifiers].join(', ')}`,
    )
    report(diagnostic('ORM1005', call.range, `there is no modifier .${call.name}()`, hint))
  }
  return false
}

const withCall = (names: readonly string[]) => names.map((name) => `${name}()`)

/** What an author probably wanted, where a modifier stands on the wrong type. */
const UNFIT_HINTS: Readonly<Record<string, string>> = {
  autoIncrement: 'write id().autoIncrement(): MySQL counts only its own integer keys',
  softDelete: 'write datetime().nullable().softDelete()',
  version: 'write bigint().unsigned().version()',
  defaultNow: 'only datetime and timestamp columns hold the current time',
  onUpdateNow: 'only datetime and timestamp columns hold the current time',
  onDelete: 'only references have a foreign key: ref(() => Team).onDelete(...)',
  onUpdate: 'only references have a foreign key: ref(() => Team).onUpdate(...)',
  noForeignKey: 'only references have a foreign key',
}
