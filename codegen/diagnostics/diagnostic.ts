import type { SourceRange } from '../model/index.js'
import { DIAGNOSTIC_CODES, type DiagnosticCode, type Severity } from './codes.js'

/** One mistake, or one thing to know, with its place. Errors stop the generator from writing anything. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** The fact, naming what it is about. */
  readonly message: string
  /** What to write instead. */
  readonly hint: string
  readonly range: SourceRange
}

/** Makes a diagnostic; the severity comes from the table of codes. */
export function diagnostic(code: DiagnosticCode, range: SourceRange, message: string, hint: string): Diagnostic {
  const { file, line, column, endLine, endColumn } = range
  const { severity } = DIAGNOSTIC_CODES[code]
  return { code, severity, message, hint, range: { file, line, column, endLine, endColumn } }
}

/** In the order of a reader: by file, then by place, then by code. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.range.file, b.range.file) ||
    a.range.line - b.range.line ||
    a.range.column - b.range.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  )
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
