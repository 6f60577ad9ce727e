import type { ts } from 'ts-morph'
import {
  type Declaration,
  readDeclarations,
  readExports,
  readImports,
  readLocalTypes,
  readReexports,
} from './module-names.js'
import type { ParsedImport, ParsedReexport } from './parsed.js'
import { SourcePlaces } from './source-places.js'

/** The names of one file, as the file itself and others see them. */
export class FileScope {
  readonly path: string
  readonly source: ts.SourceFile
  readonly places: SourcePlaces
  readonly imports: ReadonlyMap<string, ParsedImport>
  readonly reexports: readonly ParsedReexport[]
  /** Type names declared in the file: whether they are exported. */
  readonly localTypes: ReadonlyMap<string, { readonly exported: boolean }>
  #declarations: ReadonlyMap<string, Declaration> | undefined
  #exports: ReadonlyMap<string, string> | undefined

  constructor(path: string, source: ts.SourceFile) {
    this.path = path
    this.source = source
    this.places = new SourcePlaces(path, source)
    this.imports = readImports(source)
    this.reexports = readReexports(source)
    this.localTypes = readLocalTypes(source)
  }

  declaration(name: string): Declaration | undefined {
    this.#declarations ??= readDeclarations(this.source)
    return this.#declarations.get(name)
  }

  /** What the file itself calls an export of its own; undefined where it exports no such name, or another's. */
  localName(exported: string): string | undefined {
    this.#exports ??= readExports(this.source)
    return this.#exports.get(exported)
  }
}
