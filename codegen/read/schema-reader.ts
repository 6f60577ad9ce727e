import { Project } from 'ts-morph'
import { type ReadResult, readFile } from './read-file.js'
import type { SchemaSource } from './schema-source.js'

/** Reads schema files, and reads a file again only when its text has changed. */
export class SchemaReader {
  readonly #project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    skipAddingFilesFromTsConfig: true,
  })
  readonly #known = new Map<string, { readonly text: string; readonly result: ReadResult }>()

  /** One result for each source, in their order. */
  read(sources: readonly SchemaSource[]): readonly ReadResult[] {
    return sources.map((source) => this.#readOne(source))
  }

  #readOne({ path, text }: SchemaSource): ReadResult {
    const known = this.#known.get(path)
    if (known?.text === text) return known.result
    const file = this.#project.createSourceFile(`/${path}`, text, { overwrite: true })
    const result = readFile(path, file.compilerNode)
    this.#project.removeSourceFile(file)
    this.#known.set(path, { text, result })
    return result
  }
}
