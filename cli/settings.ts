import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Options } from 'yargs'
import type { OptionTable } from './command.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/**
 * The options with the user's settings as their defaults: `ORM_GEN_IMPORT_EXTENSION` before `"orm-gen"` in
 * package.json, in the working directory. Flags come before both, for they are no defaults.
 */
export async function withSettings(options: OptionTable, terminal: Terminal): Promise<OptionTable> {
  const settings = await packageSettings(terminal.cwd)
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const variable = `ORM_GEN_${name.replaceAll('-', '_').toUpperCase()}`
      const fromEnv = terminal.env[variable]
      if (fromEnv !== undefined && fromEnv !== '') return [name, withDefault(option, fromEnv, variable)]
      const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
      const fromPackage = settings[name] ?? settings[key]
      if (fromPackage === undefined) return [name, option]
      return [name, withDefault(option, fromPackage, `"orm-gen": { "${key}" } in package.json`)]
    }),
  )
}

function withDefault(option: Options, value: unknown, source: string): Options {
  const { demandOption: _, ...rest } = option
  return { ...rest, default: typedSetting(option, value, source) }
}

function typedSetting(option: Options, value: unknown, source: string): unknown {
  const { type, choices } = option
  if (type === 'boolean') {
    if (value === true || value === 'true' || value === '1') return true
    if (value === false || value === 'false' || value === '0') return false
    throw wrongSetting(source, value, 'true or false')
  }
  if (type === 'number') {
    const number = Number(value)
    if (Number.isFinite(number) && value !== true && value !== false) return number
    throw wrongSetting(source, value, 'a number')
  }
  if (typeof value !== 'string') throw wrongSetting(source, value, 'a text')
  if (choices !== undefined && !choices.includes(value)) throw wrongSetting(source, value, choices.join(', '))
  return value
}

function wrongSetting(source: string, value: unknown, expected: string): UsageError {
  return new UsageError(`${source} is ${JSON.stringify(value)}`, { remedy: `write ${expected}` })
}

async function packageSettings(cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const path = join(cwd, 'package.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return {}
  }
  const settings = parse(text, path)['orm-gen'] ?? {}
  if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) return { ...settings }
  throw new UsageError('"orm-gen" in package.json is not an object', {
    remedy: 'write "orm-gen": { "schemas": "schemas", "out": "generated" }',
  })
}

function parse(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${path} is not JSON`, { remedy: 'mend it: orm-gen reads its settings there', cause })
  }
}
