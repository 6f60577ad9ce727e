import { compareDiagnostics, type Diagnostic } from '../diagnostics/index.js'
import type { EntityModel } from '../model/index.js'
import type { ParsedFile } from '../read/index.js'
import { buildModel } from './build-model.js'
import type { EntityDraft, Subject } from './draft.js'
import { EntityDirectory } from './entity-directory.js'
import { interpretEntity } from './interpret-entity.js'
import { ColumnLinker } from './link-reference.js'
import { RULES, SCHEMA_RULES } from './rules/index.js'

export interface Analysis {
  /** In the order of their names; complete only where no diagnostic is an error. */
  readonly entities: readonly EntityModel[]
  /** In the order of their places. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Checks parsed files as a whole and decides every default. Reports all problems, not the first. */
export function analyze(files: readonly ParsedFile[]): Analysis {
  const diagnostics: Diagnostic[] = []
  const report = (found: Diagnostic) => void diagnostics.push(found)
  const drafts = files.flatMap((file) => file.entities.flatMap((entity) => interpretEntity(file, entity, report) ?? []))
  const linker = new ColumnLinker(new EntityDirectory(files, drafts), report)
  const subjects = drafts.map((draft) => subjectOf(draft, linker))
  for (const subject of subjects) {
    for (const rule of RULES) rule(subject, report)
  }
  for (const rule of SCHEMA_RULES) rule(subjects, report)
  return {
    entities: subjects.map(({ model }) => model).sort((a, b) => (a.name < b.name ? -1 : 1)),
    diagnostics: diagnostics.sort(compareDiagnostics),
  }
}

function subjectOf(draft: EntityDraft, linker: ColumnLinker): Subject {
  return buildModel(
    draft,
    draft.columns.flatMap((column) => linker.link(column, draft) ?? []),
  )
}
