import { ts } from 'ts-morph'
import { type Diagnostic, diagnostic } from '../diagnostics/index.js'
import type { SourcePlaces } from './source-places.js'

/** What the parser could not make sense of; found while parsing, so it costs nothing to ask. */
export function syntaxErrors(places: SourcePlaces): readonly Diagnostic[] {
  return parseDiagnostics(places.file).map(({ start, length, messageText }) =>
    diagnostic(
      'ORM1001',
      places.between(start, start + length),
      `not TypeScript: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      'mend the syntax: nothing in this file was read',
    ),
  )
}

/** The compiler keeps them on the file, under a name that its types do not show. */
function parseDiagnostics(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (
    (file as unknown as { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? []
  )
}
