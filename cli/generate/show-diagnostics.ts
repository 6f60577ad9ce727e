import type { Diagnostic } from '../../codegen/diagnostics/index.js'
import type { SchemaSource } from '../../codegen/read/schema-source.js'
import type { Terminal } from '../terminal.js'
import { summarizeDiagnostics } from './wording.js'

/** Every problem with its lines, to standard error. */
export async function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SchemaSource[],
  terminal: Terminal,
): Promise<void> {
  if (diagnostics.length === 0) return
  const { formatDiagnostic } = await import('../../codegen/diagnostics/index.js')
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  for (const found of diagnostics) {
    const text = formatDiagnostic(found, texts.get(found.range.file), { color: terminal.stderr.color })
    terminal.stderr.write(`${text}\n\n`)
  }
  terminal.stderr.write(`${summarizeDiagnostics(diagnostics)}\n`)
}
