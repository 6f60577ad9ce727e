import { compareDiagnostics, type Diagnostic } from '../diagnostics/index.js'
import type { EntityModel } from '../model/index.js'
import type { ParsedEntity, ParsedFile } from '../read/index.js'
import { buildModel } from './build-model.js'
import type { EntityDraft, Report, Subject } from './draft.js'
import { EntityDirectory } from './entity-directory.js'
import { interpretEntity } from './interpret-entity.js'
import { ColumnLinker, type LinkedColumn } from './link-reference.js'
import { RULES, SCHEMA_RULES } from './rules/index.js'

export interface Analysis {
  /** In the order of their names; complete only where no diagnostic is an error. */
  readonly entities: readonly EntityModel[]
  /** In the order of their places. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A step's result with what it reported. */
interface Step<T> {
  readonly result: T
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Checks parsed files as a whole and decides every default. Keeps what it found out of an entity as long as the entity
 * and the keys that it refers to stay the same: then its model is the same object as before.
 */
export class Analyzer {
  readonly #drafts = new WeakMap<ParsedEntity, Step<EntityDraft | undefined>>()
  readonly #subjects = new WeakMap<EntityDraft, Step<Subject> & { readonly linked: readonly LinkedColumn[] }>()

  /** Reports all problems, not the first. */
  analyze(files: readonly ParsedFile[]): Analysis {
    const diagnostics: Diagnostic[] = []
    const report: Report = (found) => diagnostics.push(found)
    const drafts = files.flatMap((file) => file.entities.flatMap((entity) => this.#draft(file, entity, report) ?? []))
    const linker = new ColumnLinker(new EntityDirectory(files, drafts), report)
    const subjects = drafts.map((draft) => this.#subject(draft, linker, report))
    for (const rule of SCHEMA_RULES) rule(subjects, report)
    return {
      entities: subjects.map(({ model }) => model).sort((a, b) => (a.name < b.name ? -1 : 1)),
      diagnostics: diagnostics.sort(compareDiagnostics),
    }
  }

  #draft(file: ParsedFile, entity: ParsedEntity, report: Report): EntityDraft | undefined {
    let step = this.#drafts.get(entity)
    if (step === undefined) {
      const diagnostics: Diagnostic[] = []
      step = { result: interpretEntity(file, entity, (found) => diagnostics.push(found)), diagnostics }
      this.#drafts.set(entity, step)
    }
    step.diagnostics.forEach(report)
    return step.result
  }

  #subject(draft: EntityDraft, linker: ColumnLinker, report: Report): Subject {
    const linked = draft.columns.flatMap((column) => linker.link(column, draft) ?? [])
    let step = this.#subjects.get(draft)
    if (step === undefined || !sameColumns(step.linked, linked)) {
      const diagnostics: Diagnostic[] = []
      const result = buildModel(draft, linked)
      for (const rule of RULES) rule(result, (found) => diagnostics.push(found))
      step = { result, diagnostics, linked }
      this.#subjects.set(draft, step)
    }
    step.diagnostics.forEach(report)
    return step.result
  }
}

function sameColumns(before: readonly LinkedColumn[], after: readonly LinkedColumn[]): boolean {
  return before.length === after.length && before.every((column, index) => sameColumn(column, after[index]))
}

/** Whether two columns lead to the same model: their own words, and for a reference the names and key of its target. */
function sameColumn(before: LinkedColumn, after: LinkedColumn | undefined): boolean {
  if (after === undefined || before.draft !== after.draft) return false
  if (before.target === undefined || after.target === undefined) return before.target === after.target
  const { entity, key } = before.target
  const other = after.target
  return (
    before.type === after.type &&
    entity.parsed.name === other.entity.parsed.name &&
    entity.table === other.entity.table &&
    key.property === other.key.property &&
    key.column === other.key.column
  )
}
