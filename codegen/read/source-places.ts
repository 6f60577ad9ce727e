import type { ts } from 'ts-morph'
import type { SourceRange } from '../model/index.js'

const MAX_EXCERPT = 60

/** Places of nodes in one schema file. */
export class SourcePlaces {
  readonly path: string
  readonly file: ts.SourceFile
  readonly #lineStarts: readonly number[]

  constructor(path: string, file: ts.SourceFile) {
    this.path = path
    this.file = file
    this.#lineStarts = file.getLineStarts()
  }

  of(node: ts.Node): SourceRange {
    return this.between(node.getStart(this.file), node.end)
  }

  between(start: number, end: number): SourceRange {
    return new LazyRange(this.path, this.#lineStarts, start, end)
  }

  /** The node as written, on one line, shortened and quoted: for messages. */
  excerpt(node: ts.Node): string {
    const line = node.getText(this.file).replace(/\s+/g, ' ')
    const text = line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT - 3)}...` : line
    return text.includes('`') ? text : `\`${text}\``
  }
}

/** Of the many ranges of a file few are ever shown: lines and columns are counted when they are asked for. */
class LazyRange implements SourceRange {
  readonly file: string
  readonly #lineStarts: readonly number[]
  readonly #start: number
  readonly #end: number

  constructor(file: string, lineStarts: readonly number[], start: number, end: number) {
    this.file = file
    this.#lineStarts = lineStarts
    this.#start = start
    this.#end = end
  }

  get line(): number {
    return lineOf(this.#lineStarts, this.#start)
  }

  get column(): number {
    return this.#start - (this.#lineStarts[this.line - 1] ?? 0) + 1
  }

  get endLine(): number {
    return lineOf(this.#lineStarts, this.#end)
  }

  get endColumn(): number {
    return this.#end - (this.#lineStarts[this.endLine - 1] ?? 0) + 1
  }
}

/** The line that holds a position, from 1. */
function lineOf(lineStarts: readonly number[], position: number): number {
  let low = 0
  let high = lineStarts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((lineStarts[middle] ?? Number.POSITIVE_INFINITY) <= position) low = middle
    else high = middle
  }
  return low + 1
}
