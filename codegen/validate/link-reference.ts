import { diagnostic } from '../diagnostics/index.js'
import { type ColumnType, toSnakeCase } from '../model/index.js'
import { didYouMean } from './did-you-mean.js'
import type { ColumnDraft, EntityDraft, Report } from './draft.js'
import type { EntityDirectory } from './entity-directory.js'

/** A column whose type and names are decided. */
export interface LinkedColumn {
  readonly draft: ColumnDraft
  readonly property: string
  readonly column: string
  readonly type: ColumnType
  /** The key that a reference leads to. */
  readonly target?: { readonly entity: EntityDraft; readonly key: LinkedColumn }
}

/** Decides type and names of a column; for a reference they follow from its target's key. */
export class ColumnLinker {
  readonly #directory: EntityDirectory
  readonly #report: Report
  readonly #linked = new Map<ColumnDraft, LinkedColumn | undefined>()
  readonly #open = new Set<ColumnDraft>()

  constructor(directory: EntityDirectory, report: Report) {
    this.#directory = directory
    this.#report = report
  }

  /** Undefined, and reported once, where a reference leads nowhere. */
  link(draft: ColumnDraft, entity: EntityDraft): LinkedColumn | undefined {
    if (this.#linked.has(draft)) return this.#linked.get(draft)
    const linked = draft.reference === undefined ? this.#plain(draft, entity) : this.#reference(draft, entity)
    this.#linked.set(draft, linked)
    return linked
  }

  #plain(draft: ColumnDraft, entity: EntityDraft): LinkedColumn | undefined {
    if (draft.type === undefined) return undefined
    const { property } = draft.parsed
    return { draft, property, column: columnName(draft, property, entity), type: draft.type }
  }

  #reference(draft: ColumnDraft, entity: EntityDraft): LinkedColumn | undefined {
    const target = this.#target(draft)
    if (target === undefined) return undefined
    const keys = target.columns.filter((column) => column.primary)
    const [key] = keys
    if (key === undefined) return undefined
    if (keys.length > 1) return this.#refuseComposite(draft, target, keys)
    if (this.#open.has(draft)) return this.#refuseCircle(draft, target)
    this.#open.add(draft)
    const linkedKey = this.link(key, target)
    this.#open.delete(draft)
    if (linkedKey === undefined) return undefined
    const property = referenceProperty(draft.parsed.property, linkedKey.property)
    return {
      draft,
      property,
      column: columnName(draft, property, entity),
      type: linkedKey.type,
      target: { entity: target, key: linkedKey },
    }
  }

  #target(draft: ColumnDraft): EntityDraft | undefined {
    const target = draft.reference?.target
    if (target?.kind !== 'target') return undefined
    const found = this.#directory.find(target.name, target.range.file)
    if (found !== undefined) return found
    const hint = didYouMean(
      target.name,
      this.#directory.names(),
      'import the constant that defineEntity made, from a file that --schemas covers',
    )
    this.#report(diagnostic('ORM1040', target.range, `"${target.name}" is no entity of the schema files`, hint))
    return undefined
  }

  #refuseComposite(draft: ColumnDraft, target: EntityDraft, keys: readonly ColumnDraft[]): undefined {
    const names = keys.map((key) => key.parsed.property).join(', ')
    this.#report(
      diagnostic(
        'ORM1042',
        draft.parsed.builder.range,
        `entity "${target.parsed.name}" has a composite primary key (${names})`,
        `declare a column for each of ${names}, or give ${target.parsed.name} a key of one column`,
      ),
    )
    return undefined
  }

  #refuseCircle(draft: ColumnDraft, target: EntityDraft): undefined {
    this.#report(
      diagnostic(
        'ORM1043',
        draft.parsed.builder.range,
        `the key of "${target.parsed.name}" refers back to this key, so that neither has a type`,
        'give one of the entities a key of its own, for example id()',
      ),
    )
    return undefined
  }
}

/** `team` to a key `id` -> `teamId`; `country` to a key `code` -> `countryCode`. */
export function referenceProperty(property: string, key: string): string {
  return property + key.charAt(0).toUpperCase() + key.slice(1)
}

function columnName(draft: ColumnDraft, property: string, entity: EntityDraft): string {
  return draft.column ?? (entity.options.naming === 'preserve' ? property : toSnakeCase(property))
}
