import { codeFrameColumns } from '@babel/code-frame'
import type { SourceRange } from '../model/index.js'
import type { Diagnostic } from './diagnostic.js'

export interface FormatOptions {
  readonly color: boolean
}

/**
 * Place, code and fact; the lines around it; the hint. `source` is the text of the file; without it there is no frame.
 */
export function formatDiagnostic(found: Diagnostic, source: string | undefined, options: FormatOptions): string {
  const { range, severity, code, message, hint } = found
  const paint = painter(options.color)
  const level = severity === 'error' ? paint.red('error') : paint.yellow('warning')
  const head = `${paint.bold(`${range.file}:${range.line}:${range.column}`)}  ${level} ${code}  ${message}`
  const frame = source === undefined ? [] : [indent(codeFrame(source, range, options))]
  return [head, ...frame, `  hint: ${hint}`].join('\n')
}

function codeFrame(source: string, range: SourceRange, options: FormatOptions): string {
  const start = { line: range.line, column: range.column }
  const end = range.endLine === range.line ? { line: range.endLine, column: range.endColumn } : undefined
  return codeFrameColumns(source, end === undefined ? { start } : { start, end }, {
    linesAbove: 1,
    linesBelow: 1,
    highlightCode: options.color,
    forceColor: options.color,
  })
}

const indent = (text: string) => text.replace(/^/gm, '  ')

function painter(color: boolean) {
  const wrap = (open: number, close: number) => (text: string) =>
    color ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return { red: wrap(31, 39), yellow: wrap(33, 39), bold: wrap(1, 22) }
}
