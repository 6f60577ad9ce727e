import type { ts } from 'ts-morph'
import type { SourceRange } from '../model/index.js'

const MAX_EXCERPT = 60

/** Places of nodes in one schema file. */
export class SourcePlaces {
  readonly path: string
  readonly file: ts.SourceFile

  constructor(path: string, file: ts.SourceFile) {
    this.path = path
    this.file = file
  }

  of(node: ts.Node): SourceRange {
    return this.between(node.getStart(this.file), node.end)
  }

  between(start: number, end: number): SourceRange {
    const from = this.file.getLineAndCharacterOfPosition(start)
    const to = this.file.getLineAndCharacterOfPosition(end)
    return {
      file: this.path,
      line: from.line + 1,
      column: from.character + 1,
      endLine: to.line + 1,
      endColumn: to.character + 1,
    }
  }

  /** The node as written, on one line, shortened and quoted: for messages. */
  excerpt(node: ts.Node): string {
    const line = node.getText(this.file).replace(/\s+/g, ' ')
    const text = line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT - 3)}...` : line
    return text.includes('`') ? text : `\`${text}\``
  }
}
