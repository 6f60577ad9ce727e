import { ts } from 'ts-morph'
import type { Diagnostic } from '../diagnostics/index.js'
import type { FileScope } from './file-scope.js'
import type { OpenFile } from './find-name.js'
import { reportHiddenEntities } from './hidden-entities.js'
import { exportedByList } from './module-names.js'
import type { ParsedEntity, ParsedFile } from './parsed.js'
import { ReadContext } from './read-context.js'
import { readEntities } from './read-entity.js'
import { syntaxErrors } from './syntax-errors.js'

export interface ReadResult {
  readonly file: ParsedFile
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads one parsed source file. Purely syntactic, nothing is executed; `open` is asked where a constant is imported. */
export function readFile(scope: FileScope, open: OpenFile): ReadResult {
  const { path, source, imports, reexports } = scope
  const diagnostics: Diagnostic[] = []
  const broken = syntaxErrors(scope.places)
  if (broken.length > 0) {
    return { file: { path, entities: [], imports: new Map(), reexports: [] }, diagnostics: broken }
  }
  const context = new ReadContext(scope, open, (found) => diagnostics.push(found))
  const exportedLater = exportedByList(source)
  const entities: ParsedEntity[] = []
  const calls = new Set<ts.CallExpression>()
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { call, entity } of readEntities(statement, context)) {
        calls.add(call)
        entities.push(exportedLater.has(entity.name) ? { ...entity, exported: true } : entity)
      }
    }
  }
  reportHiddenEntities(source, calls, context)
  return { file: { path, entities, imports, reexports }, diagnostics }
}
