import type { Diagnostic } from '../../codegen/diagnostics/index.js'
import type { FileAction } from './output-plan.js'
import { unifiedDiff } from './unified-diff.js'

/** `2 written, 1 removed, 3 unchanged` */
export function summarizeActions(actions: readonly FileAction[]): string {
  const count = (...kinds: readonly FileAction['kind'][]) => actions.filter(({ kind }) => kinds.includes(kind)).length
  const parts = [
    [count('create', 'update'), 'written'],
    [count('remove'), 'removed'],
    [count('unchanged'), 'unchanged'],
  ] as const
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ')
}

/** `2 errors and 1 warning in 2 files` */
export function summarizeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const files = new Set(diagnostics.map(({ range }) => range.file)).size
  const parts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ]
  return `${parts.join(' and ')} in ${plural(files, 'file')}`
}

export const staleFile = (action: FileAction): string => {
  switch (action.kind) {
    case 'create':
      return `${action.path} is missing`
    case 'update':
      return `${action.path} is out of date`
    case 'remove':
      return `${action.path} belongs to no schema`
    case 'foreign':
      return `${action.path} was not written by orm-gen`
    case 'unchanged':
      return `${action.path} is up to date`
  }
}

/** What would happen to the file, as a unified diff; '' for nothing. */
export function differenceOf(action: FileAction): string {
  switch (action.kind) {
    case 'create':
      return unifiedDiff(action.path, undefined, action.text)
    case 'update':
      return unifiedDiff(action.path, action.before, action.text)
    case 'remove':
      return unifiedDiff(action.path, action.before, undefined)
    case 'unchanged':
    case 'foreign':
      return ''
  }
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
