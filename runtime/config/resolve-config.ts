import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { ConfigError, type ConfigProblem } from './config-error.js'
import type { ConfigObject } from './config-object.js'
import type { EngineConfig } from './engine-config.js'
import { type Environment, expandEnvironment } from './expand-env.js'
import { type ConfigSource, normaliseConfig } from './normalise.js'
import type { EngineOptions } from './options.js'
import { Registry } from './registry.js'

/** The path of a YAML file, a Registry, a plain object, or nothing for `REDIS_URL` and `MYSQL_URL`. */
export type ConfigInput = string | Registry | ConfigObject | undefined

/**
 * Reads any form of configuration into the one that everything works with. `options` win over those in the file.
 * Throws ConfigError with every mistake at once.
 */
export async function resolveConfig(
  input: ConfigInput,
  options: EngineOptions = {},
  env: Environment = process.env,
): Promise<EngineConfig> {
  return normaliseConfig(await open(input, env), options)
}

async function open(input: ConfigInput, env: Environment): Promise<ConfigSource> {
  const inCode = { baseDirectory: process.cwd(), problems: [] }
  if (typeof input === 'string') return openYaml(input, env)
  if (input === undefined) return { ...inCode, source: 'environment', written: fromEnvironment(env) }
  if (input instanceof Registry) return { ...inCode, source: 'Registry', written: input.toObject() }
  return { ...inCode, source: 'config', written: input }
}

async function openYaml(path: string, env: Environment): Promise<ConfigSource> {
  const source = basename(path)
  const { parseYaml } = await import('./parse-yaml.js')
  const parsed = parseYaml(source, await readText(path, source))
  const problems: ConfigProblem[] = []
  const written = expandEnvironment(parsed, env, problems)
  return { source, written, baseDirectory: dirname(resolve(path)), problems }
}

async function readText(path: string, source: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const message = missing
      ? `there is no such file (${resolve(path)}); write one with orm-gen init, or set REDIS_URL and MYSQL_URL`
      : `cannot be read: ${(cause as Error).message}`
    throw new ConfigError(source, [{ path: '', message }], { cause })
  }
}

function fromEnvironment({ REDIS_URL, MYSQL_URL }: Environment): ConfigObject {
  if (REDIS_URL && MYSQL_URL) return { default: { redis: REDIS_URL, mysql: MYSQL_URL } }
  const missing = Object.entries({ REDIS_URL, MYSQL_URL }).filter(([, value]) => !value)
  throw new ConfigError(
    'environment',
    missing.map(([name]) => ({ path: name, message: 'is not set, and no configuration was given' })),
  )
}
