import { didYouMean } from '../did-you-mean.js'
import type { ConfigProblem } from './config-error.js'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Replaces `${NAME}` and `${NAME:-otherwise}` in every text of a parsed file; `$${` stands for a plain `${`. A variable
 * that is not set is a problem at its place. Inside an address's user, password or parameters the value is taken as it
 * is: a password from the environment needs no percent-encoding.
 */
export function expandEnvironment(value: unknown, env: Environment, problems: ConfigProblem[], path = ''): unknown {
  if (typeof value === 'string') return expandText(value, env, problems, path)
  if (Array.isArray(value)) return value.map((item, at) => expandEnvironment(item, env, problems, `${path}[${at}]`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      expandEnvironment(child, env, problems, path === '' ? key : `${path}.${key}`),
    ]),
  )
}

const PLACEHOLDER = /\$(\$?)\{([^}]*)\}/g

function expandText(text: string, env: Environment, problems: ConfigProblem[], path: string): string {
  return text.replace(PLACEHOLDER, (whole: string, escaped: string, content: string, at: number) => {
    if (escaped !== '') return whole.slice(1)
    const [, name = '', , otherwise] = /^(\w*)(:-(.*))?$/.exec(content) ?? []
    if (name === '') {
      problems.push({ path, message: `"${whole}" is not a variable; write \${NAME} or \${NAME:-otherwise}` })
      return ''
    }
    const value = env[name] || otherwise
    if (value !== undefined) return isPartOfAddress(text, at, whole) ? encodeURIComponent(value) : value
    const problem = env[name] === '' ? 'is empty' : 'is not set'
    const near = didYouMean(name, name === '' ? [] : Object.keys(env))
    problems.push({ path, message: `environment variable ${name} ${problem}${near}` })
    return ''
  })
}

/** Whether the placeholder is a user, a password or a parameter, and not a whole address or `user:password`. */
function isPartOfAddress(text: string, at: number, placeholder: string): boolean {
  const before = text.slice(0, at)
  const after = text.slice(at + placeholder.length)
  if (/[?&]\w+=$/.test(before)) return true
  const inUserinfo = /^[a-z][a-z0-9+]*:\/\/[^/]*$/i.test(before) && after.includes('@')
  return inUserinfo && (before.slice(before.indexOf('://') + 3).includes(':') || after.startsWith(':'))
}
