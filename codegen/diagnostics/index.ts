export { type CodeEntry, DIAGNOSTIC_CODES, type DiagnosticCode, type Severity } from './codes.js'
export { compareDiagnostics, type Diagnostic, diagnostic } from './diagnostic.js'
export { type FormatOptions, formatDiagnostic } from './format-diagnostic.js'
