import type { Diagnostic } from '../diagnostics/index.js'
import type { ColumnType, EntityModel, IdStrategy, ReferentialAction, SlotRange, SourceRange } from '../model/index.js'
import type { ParsedColumn, ParsedEntity, ParsedFile, ParsedMember, ParsedType, ParsedValue } from '../read/index.js'

export type Report = (diagnostic: Diagnostic) => void

/** What the calls of a column's chain say, before references are resolved. */
export interface ColumnDraft {
  readonly parsed: ParsedColumn
  /** Undefined for a reference, whose type is its target's, and where the builder's arguments were refused. */
  readonly type: ColumnType | undefined
  readonly nullable: boolean
  readonly primary: boolean
  /** Each with the name it was given, or undefined. */
  readonly uniques: readonly (string | undefined)[]
  readonly indexes: readonly (string | undefined)[]
  readonly default?: ParsedValue
  readonly defaultNow?: true
  readonly onUpdateNow?: true
  readonly column?: string
  readonly comment?: string
  readonly sensitive?: true
  readonly renamedFrom?: readonly string[]
  readonly generated?: { readonly expression: string; readonly stored: boolean }
  readonly softDelete?: true
  readonly version?: true
  readonly id?: IdStrategy
  readonly jsonType?: ParsedType
  readonly reference?: ReferenceDraft
}

export interface ReferenceDraft {
  readonly target: ParsedValue
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  readonly foreignKey: boolean
}

export interface KeyDraft {
  readonly properties: readonly { readonly name: string; readonly value: ParsedValue }[]
  readonly name: string | undefined
  readonly member: ParsedMember | undefined
  readonly value: ParsedValue
}

/** An entity whose calls and options were understood. */
export interface EntityDraft {
  readonly file: ParsedFile
  readonly parsed: ParsedEntity
  readonly table: string
  readonly columns: readonly ColumnDraft[]
  readonly options: OptionsDraft
}

/** `shardBy(key, slots)`: the texts, each with its place. */
export interface ShardsDraft {
  readonly range: SourceRange
  readonly key: ParsedValue & { readonly kind: 'string' }
  readonly slots: readonly {
    readonly pool: string
    readonly ranges: readonly SlotRange[]
    readonly member: ParsedMember
  }[]
}

export interface OptionsDraft {
  /** Of a sharded table the first. */
  readonly pool: string
  readonly shards?: ShardsDraft
  readonly stream?: string
  readonly naming: 'snake_case' | 'preserve'
  readonly indexes: readonly KeyDraft[]
  readonly uniques: readonly KeyDraft[]
  readonly comment?: string
  readonly charset: string
  readonly collation?: string
  readonly coalesce: boolean
  readonly removed: readonly { readonly name: string; readonly range: SourceRange }[]
}

/** What a rule looks at: the model, and where its parts were written. */
export interface Subject {
  readonly draft: EntityDraft
  readonly model: EntityModel
  /** By property of the model: for a reference `teamId`. */
  readonly columns: ReadonlyMap<string, ColumnDraft>
}

/** One rule, over one entity. */
export type Rule = (subject: Subject, report: Report) => void

/** One rule, over all entities. */
export type SchemaRule = (subjects: readonly Subject[], report: Report) => void
