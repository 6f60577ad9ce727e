import { didYouMean } from '../did-you-mean.js'
import type { ConfigProblem } from './config-error.js'

interface IntegerRange {
  readonly min: number
  readonly max?: number
}

/**
 * A place in what the user wrote. Reading it as something it is not notes a problem and gives undefined, so that one
 * walk finds every mistake; a place that was left out reads as undefined without a problem.
 */
export class ConfigNode {
  readonly value: unknown
  readonly path: string
  readonly #problems: ConfigProblem[]

  constructor(value: unknown, path: string, problems: ConfigProblem[]) {
    this.value = value
    this.path = path
    this.#problems = problems
  }

  /** YAML writes an empty value as null: it counts as left out. */
  get given(): boolean {
    return this.value !== undefined && this.value !== null
  }

  fail(message: string): undefined {
    this.#problems.push({ path: this.path, message })
    return undefined
  }

  child(key: string): ConfigNode {
    const value = isPlainObject(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined
    return new ConfigNode(value, this.path === '' ? key : `${this.path}.${key}`, this.#problems)
  }

  /** The children in the order written; [] when left out or not an object. */
  children(): readonly (readonly [key: string, node: ConfigNode])[] {
    if (!this.isObject()) return []
    return Object.keys(this.value as object).map((key) => [key, this.child(key)])
  }

  isObject(): boolean {
    if (!this.given) return false
    if (isPlainObject(this.value)) return true
    this.fail(`expected keys and values, got ${typeName(this.value)}`)
    return false
  }

  /**
   * Notes each key that is not among `known`, and tells whether there was none; `instead` has remedies for keys that
   * people bring from elsewhere.
   */
  allowKeys(known: readonly string[], instead: Readonly<Record<string, string>> = {}): boolean {
    if (this.given && !this.isObject()) return false
    const unknown = this.children().filter(([key]) => !known.includes(key))
    for (const [key, node] of unknown) {
      const remedy = Object.hasOwn(instead, key) ? `; ${instead[key]}` : didYouMean(key, known)
      node.fail(`unknown key${remedy || `; known are ${known.join(', ')}`}`)
    }
    return unknown.length === 0
  }

  text(): string | undefined {
    if (!this.given) return undefined
    if (typeof this.value === 'string') return this.value
    const remedy = typeof this.value === 'number' ? '; put it in quotes' : ''
    return this.fail(`expected text, got ${typeName(this.value)}${remedy}`)
  }

  /** Text that must not be empty. */
  name(): string | undefined {
    const text = this.text()
    return text === '' ? this.fail('is empty') : text
  }

  /** A whole number, also as digits, as an environment variable brings it. */
  integer({ min, max = Number.MAX_SAFE_INTEGER }: IntegerRange): number | undefined {
    if (!this.given) return undefined
    const number = typeof this.value === 'string' && /^\d+$/.test(this.value) ? Number(this.value) : this.value
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number
    const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`
    return this.fail(`expected a whole number ${range}, got ${shown(this.value)}`)
  }

  /** As `integer`, or Infinity (`.inf` in YAML) for no limit. */
  limit(range: IntegerRange): number | undefined {
    return this.value === Number.POSITIVE_INFINITY ? this.value : this.integer(range)
  }

  flag(): boolean | undefined {
    if (!this.given) return undefined
    if (typeof this.value === 'boolean') return this.value
    if (this.value === 'true' || this.value === 'false') return this.value === 'true'
    return this.fail(`expected true or false, got ${shown(this.value)}`)
  }

  oneOf<const T extends string>(choices: readonly T[]): T | undefined {
    if (!this.given) return undefined
    const choice = choices.find((known) => known === this.value)
    if (choice !== undefined) return choice
    const near = typeof this.value === 'string' ? didYouMean(this.value, choices) : ''
    return this.fail(`expected one of ${choices.join(', ')}, got ${shown(this.value)}${near}`)
  }

  /** The items of a list; a single text counts as a list of one. Undefined when left out or not a list. */
  items(): readonly ConfigNode[] | undefined {
    if (!this.given) return undefined
    if (typeof this.value === 'string') return [this]
    if (!Array.isArray(this.value)) return this.fail(`expected a list, got ${typeName(this.value)}`)
    return this.value.map((item, index) => new ConfigNode(item, `${this.path}[${index}]`, this.#problems))
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeName(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'keys and values'
  return typeof value === 'string' ? 'text' : `a ${typeof value}`
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeName(value)
}
