import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** What a folder's `.env` says, as Prisma and drizzle-kit read it; {} where there is none. */
export function readDotEnv(cwd: string): Readonly<Record<string, string | undefined>> {
  let text: string
  try {
    text = readFileSync(join(cwd, '.env'), 'utf8')
  } catch {
    return {}
  }
  return parseEnv(text)
}
