import { candidatePaths, type ParsedFile, resolveSpecifier } from '../read/index.js'
import type { EntityDraft } from './draft.js'

/** Finds the entity that a name means in a schema file: declared there, imported, or passed on by another file. */
export class EntityDirectory {
  readonly #files: ReadonlyMap<string, ParsedFile>
  readonly #drafts = new Map<string, EntityDraft>()

  constructor(files: readonly ParsedFile[], drafts: readonly EntityDraft[]) {
    this.#files = new Map(files.map((file) => [file.path, file]))
    for (const draft of drafts) this.#drafts.set(`${draft.file.path}#${draft.parsed.name}`, draft)
  }

  /** The names of all entities, for suggestions. */
  names(): readonly string[] {
    return [...this.#drafts.values()].map((draft) => draft.parsed.name)
  }

  /** `path` is the file that says the name: of a spread column it is not the entity's. */
  find(name: string, path: string): EntityDraft | undefined {
    const file = this.#files.get(path)
    if (file === undefined) return undefined
    const local = this.#drafts.get(`${file.path}#${name}`)
    if (local !== undefined) return local
    const imported = file.imports.get(name)
    return imported && this.#exported(imported.name, imported.specifier, file.path, new Set())
  }

  #exported(name: string, specifier: string, from: string, visited: Set<string>): EntityDraft | undefined {
    const resolved = resolveSpecifier(specifier, from)
    const file = candidatePaths(resolved)
      .map((path) => this.#files.get(path))
      .find((found) => found !== undefined)
    if (file === undefined || visited.has(file.path)) return undefined
    visited.add(file.path)
    const own = this.#drafts.get(`${file.path}#${name}`)
    if (own !== undefined) return own
    for (const reexport of file.reexports) {
      const source = reexport.names === undefined ? name : reexport.names.find((item) => item.exported === name)?.name
      const found = source && this.#exported(source, reexport.specifier, file.path, visited)
      if (found) return found
    }
    return undefined
  }
}
