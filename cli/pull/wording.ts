import type { PullWarning } from '../../codegen/introspect/index.js'

export type PulledAction = 'written' | 'kept' | 'unchanged'

export function fileLine(path: string, action: PulledAction): string {
  return action === 'kept'
    ? `kept       ${path}  (it exists and differs; --force replaces it)`
    : `${action.padEnd(11)}${path}`
}

export function warningLine({ table, words }: PullWarning): string {
  return `warning: ${table}: ${words}`
}

export function summary(actions: readonly PulledAction[], warnings: number): string {
  const count = (action: PulledAction) => actions.filter((each) => each === action).length
  const parts = (['written', 'unchanged', 'kept'] as const)
    .filter((action) => count(action) > 0)
    .map((action) => `${count(action)} ${action}`)
  const losses = warnings === 0 ? '' : `; ${warnings} not expressible, each a comment in its file`
  return actions.length === 0 ? 'no tables found' : `${parts.join(', ')}${losses}`
}
