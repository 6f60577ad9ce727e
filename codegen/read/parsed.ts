import type { SourceRange, TypeImport } from '../model/index.js'

/** What stands in a schema file, before anything is known to make sense: syntax, turned into plain data. */
export interface ParsedFile {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string
  readonly entities: readonly ParsedEntity[]
  /** Local name of each import: what it is called where it comes from, and where that is. */
  readonly imports: ReadonlyMap<string, ParsedImport>
  /** `export { A as B } from './b.js'` and `export * from './b.js'`. */
  readonly reexports: readonly ParsedReexport[]
}

export interface ParsedImport {
  /** Exported name, `default`, or `*` for a namespace. */
  readonly name: string
  readonly specifier: string
}

export interface ParsedReexport {
  readonly specifier: string
  /** Undefined for `export *`. */
  readonly names: readonly { readonly exported: string; readonly name: string }[] | undefined
}

export interface ParsedEntity {
  /** The constant's name: `User`. */
  readonly name: string
  readonly range: SourceRange
  readonly exported: boolean
  readonly doc: string | undefined
  /** Of the whole call: where something is missing. */
  readonly callRange: SourceRange
  readonly table: ParsedValue | undefined
  readonly columns: readonly ParsedColumn[]
  /** False where some of the columns could not be read, and were reported. */
  readonly complete: boolean
  readonly options: ParsedValue | undefined
}

export interface ParsedColumn {
  readonly property: string
  readonly range: SourceRange
  readonly doc: string | undefined
  /** `varchar(100)`: the first call of the chain. */
  readonly builder: ParsedCall
  /** `.unique().nullable()`, in order. */
  readonly modifiers: readonly ParsedCall[]
}

export interface ParsedCall {
  readonly name: string
  readonly range: SourceRange
  readonly args: readonly ParsedValue[]
  readonly typeArgument: ParsedType | undefined
}

/** A type as written, with what the generated module must import to name it. */
export interface ParsedType {
  readonly text: string
  readonly range: SourceRange
  readonly imports: readonly TypeImport[]
}

export type ParsedValue = { readonly range: SourceRange } & (
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bigint'; readonly value: bigint }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly items: readonly ParsedValue[] }
  | { readonly kind: 'object'; readonly members: readonly ParsedMember[] }
  /** `() => Team` */
  | { readonly kind: 'target'; readonly name: string }
  /** `shardBy('tenantId', { ... })` */
  | { readonly kind: 'call'; readonly name: 'shardBy'; readonly args: readonly ParsedValue[] }
  /** What static reading cannot decide. Reported where it was found; whoever meets it stays silent. */
  | { readonly kind: 'unreadable' }
)

export interface ParsedMember {
  readonly name: string
  readonly range: SourceRange
  readonly value: ParsedValue
}
