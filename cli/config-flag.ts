import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EngineConfig } from '../runtime/config/engine-config.js'
import type { EngineOptions } from '../runtime/config/options.js'
import { resolveConfig } from '../runtime/config/resolve-config.js'
import type { Terminal } from './terminal.js'

export const CONFIG_OPTION = {
  config: {
    type: 'string',
    describe: 'Servers and options; orm.yaml where there is one, else REDIS_URL and MYSQL_URL',
  },
} as const

const USUAL_FILE = 'orm.yaml'

/** The configuration that a command works with. Throws ConfigError with every mistake. */
export function readConfig(
  file: string | undefined,
  { cwd, env }: Terminal,
  options: EngineOptions = {},
): Promise<EngineConfig> {
  const usual = resolve(cwd, USUAL_FILE)
  const path = file === undefined ? (existsSync(usual) ? usual : undefined) : resolve(cwd, file)
  return resolveConfig(path, options, env)
}
