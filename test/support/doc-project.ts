import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { generate } from '../../codegen/index.js'
import { type DocBlock, programOf, shownFile } from './doc-blocks.js'

/**
 * Projects that the code of pages is put into, one a page: the committed schemas, overlaid by those that the page shows.
 * In the repository, so that `orm-gen` and the packages of examples are found.
 */
export class DocProjects implements Disposable {
  readonly folder: string

  constructor() {
    mkdirSync('.cache', { recursive: true })
    this.folder = resolve(mkdtempSync('.cache/docs-'))
  }

  /** The folder of a page, with its schemas and generated modules. Throws where a schema that it shows has a problem. */
  add(page: string, blocks: readonly DocBlock[]): string {
    const folder = join(this.folder, page.replaceAll(/\W+/g, '-'))
    const sources = new Map(
      readdirSync('schemas').map((name) => [`schemas/${name}`, readFileSync(join('schemas', name), 'utf8')]),
    )
    for (const block of blocks) {
      const path = shownFile(block)
      if (path?.startsWith('schemas/')) sources.set(path, programOf(block))
    }
    const { files, diagnostics } = generate({ sources: [...sources].map(([path, text]) => ({ path, text })) })
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new Error(errors.map(({ message }) => `${page}: ${message}`).join('\n'))
    for (const [path, text] of [...sources, ...files.map(({ path, text }) => [path, text] as const)]) {
      this.write(join(folder, path), text)
    }
    return folder
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true })
  }
}
