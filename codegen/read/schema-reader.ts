import { ts } from 'ts-morph'
import { type ReadResult, readFile } from './read-file.js'
import type { SchemaSource } from './schema-source.js'

/** Documentation is read from the comments themselves; nodes find their file by hand. Both save time at each node. */
const PARSE_OPTIONS: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.ESNext,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
}

/** Reads schema files, and reads a file again only when its text has changed. */
export class SchemaReader {
  #known = new Map<string, { readonly text: string; readonly result: ReadResult }>()

  /** One result for each source, in their order. Files that are not among them are forgotten. */
  read(sources: readonly SchemaSource[]): readonly ReadResult[] {
    const results = sources.map((source) => this.#readOne(source))
    this.#known = new Map(
      sources.flatMap(({ path, text }, index) => {
        const result = results[index]
        return result === undefined ? [] : [[path, { text, result }]]
      }),
    )
    return results
  }

  #readOne({ path, text }: SchemaSource): ReadResult {
    const known = this.#known.get(path)
    if (known?.text === text) return known.result
    return readFile(path, ts.createSourceFile(path, text, PARSE_OPTIONS))
  }
}
