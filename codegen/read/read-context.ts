import type { ts } from 'ts-morph'
import type { Diagnostic } from '../diagnostics/index.js'
import type { FileScope } from './file-scope.js'
import { type FoundName, findImported, findName, type OpenFile } from './find-name.js'
import type { ParsedImport } from './parsed.js'
import type { SourcePlaces } from './source-places.js'

/** The module that builders come from. */
export const SCHEMA_MODULE = 'orm-gen/schema'

type Report = (diagnostic: Diagnostic) => void

/** What a name stands for, with the names that hold where it is declared; or why static reading cannot tell. */
export type Meaning =
  | {
      readonly kind: 'declared'
      readonly node: ts.Expression | ts.FunctionDeclaration
      readonly context: ReadContext
    }
  | { readonly kind: 'undecided'; readonly why: string }

/** What the readers of one file share. Where they follow a name into another file, that file has a context too. */
export class ReadContext {
  readonly places: SourcePlaces
  readonly imports: ReadonlyMap<string, ParsedImport>
  readonly localTypes: FileScope['localTypes']
  readonly report: Report
  readonly #scope: FileScope
  readonly #open: OpenFile
  /** Declarations that are being followed: one of these again would never end. */
  readonly #following: readonly ts.Node[]

  constructor(scope: FileScope, open: OpenFile, report: Report, following: readonly ts.Node[] = []) {
    this.places = scope.places
    this.imports = scope.imports
    this.localTypes = scope.localTypes
    this.report = report
    this.#scope = scope
    this.#open = open
    this.#following = following
  }

  meaningOf(name: string): Meaning {
    return this.#meaning(findName(name, this.#scope, this.#open))
  }

  /** Of `limits.NAME` after `import * as limits from './limits.js'`. */
  meaningOfMember(specifier: string, name: string): Meaning {
    return this.#meaning(findImported(name, specifier, this.#scope, this.#open))
  }

  /** The same file, with its problems told to somebody else. */
  reportingTo(report: Report): ReadContext {
    return new ReadContext(this.#scope, this.#open, report, this.#following)
  }

  #meaning(found: FoundName): Meaning {
    if (found.kind === 'undecided') return found
    const { node, scope } = found
    if (this.#following.includes(node)) return { kind: 'undecided', why: 'it is defined by itself' }
    const context = new ReadContext(scope, this.#open, this.report, [...this.#following, node])
    return { kind: 'declared', node, context }
  }
}
