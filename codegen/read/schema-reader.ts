import { ts } from 'ts-morph'
import { FileScope } from './file-scope.js'
import { type ReadResult, readFile } from './read-file.js'
import { candidatePaths, resolveSpecifier } from './resolve-specifier.js'
import type { SchemaSource } from './schema-source.js'

/** Documentation is read from the comments themselves; nodes find their file by hand. Both save time at each node. */
const PARSE_OPTIONS: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.ESNext,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
}

/** Texts by path; undefined where there was no such file. */
type Texts = ReadonlyMap<string, string | undefined>

interface KnownFile {
  readonly text: string
  readonly result: ReadResult
  /** Other files that were looked into for constants, or looked for. */
  readonly lookedAt: Texts
}

/** Reads schema files, and reads a file again only when its text or that of a constant's file has changed. */
export class SchemaReader {
  #known = new Map<string, KnownFile>()
  /** Parsed files that others took constants from. */
  #scopes = new Map<string, { readonly text: string; readonly scope: FileScope }>()

  /** One result for each source, in their order. Files that are not among them are forgotten. */
  read(sources: readonly SchemaSource[]): readonly ReadResult[] {
    const texts: Texts = new Map(sources.map(({ path, text }) => [path, text]))
    const opened = new Map<string, { readonly text: string; readonly scope: FileScope }>()
    const open = (path: string): FileScope | undefined => {
      const text = texts.get(path)
      if (text === undefined) return undefined
      let file = opened.get(path) ?? this.#scopes.get(path)
      if (file?.text !== text) file = { text, scope: parse(path, text) }
      opened.set(path, file)
      return file.scope
    }
    const known = new Map(sources.map((source) => [source.path, this.#readOne(source, texts, open)]))
    for (const [path, file] of this.#scopes)
      if (file.text === texts.get(path) && !opened.has(path)) opened.set(path, file)
    this.#known = known
    this.#scopes = opened
    return sources.map(({ path }) => known.get(path)!.result)
  }

  #readOne({ path, text }: SchemaSource, texts: Texts, open: (path: string) => FileScope | undefined): KnownFile {
    const known = this.#known.get(path)
    if (known?.text === text && [...known.lookedAt].every(([other, before]) => texts.get(other) === before))
      return known
    const lookedAt = new Map<string, string | undefined>()
    const openImported = (specifier: string, importingPath: string): FileScope | undefined => {
      for (const candidate of candidatePaths(resolveSpecifier(specifier, importingPath))) {
        lookedAt.set(candidate, texts.get(candidate))
        const scope = open(candidate)
        if (scope !== undefined) return scope
      }
      return undefined
    }
    return { text, result: readFile(parse(path, text), openImported), lookedAt }
  }
}

function parse(path: string, text: string): FileScope {
  return new FileScope(path, ts.createSourceFile(path, text, PARSE_OPTIONS))
}
