import { diagnostic } from '../diagnostics/index.js'
import type { ParsedCall, ParsedValue } from '../read/index.js'
import type { Report } from './draft.js'

/** Reports a call whose arguments have another form than `form`, for example `comment('text')`. */
export function reportArguments(call: ParsedCall, form: string, report: Report): undefined {
  if (call.args.some((argument) => argument.kind === 'unreadable')) return undefined
  report(diagnostic('ORM1007', call.range, `wrong arguments for ${call.name}()`, `write ${form}`))
  return undefined
}

/** The one string of `call('text')`. */
export function onlyString(call: ParsedCall, form: string, report: Report): string | undefined {
  const [value, ...rest] = call.args
  if (value?.kind === 'string' && rest.length === 0) return value.value
  return reportArguments(call, form, report)
}

/** The strings of `call('a', 'b')`, at least one. */
export function strings(call: ParsedCall, form: string, report: Report): readonly string[] | undefined {
  if (call.args.length > 0 && call.args.every(isString)) return call.args.map((argument) => argument.value)
  return reportArguments(call, form, report)
}

/** Whether the call has no argument; reports it otherwise. */
export function hasNone(call: ParsedCall, report: Report): boolean {
  if (call.args.length === 0) return true
  reportArguments(call, `${call.name}()`, report)
  return false
}

export const isString = (value: ParsedValue): value is ParsedValue & { readonly kind: 'string' } =>
  value.kind === 'string'

export const isNumber = (
  value: ParsedValue,
): value is ParsedValue & { readonly kind: 'number'; readonly value: number } => value.kind === 'number'
