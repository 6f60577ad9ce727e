import type { Detected } from './detect.js'

/** A first schema: the key, a length, a unique key, an enum, a time. */
export const FIRST_SCHEMA = `import { datetime, defineEntity, enumOf, id, varchar } from 'orm-gen/schema'

/** A person who can sign in. */
export const User = defineEntity('users', {
  id: id(),
  name: varchar(100),
  email: varchar(255).unique(),
  role: enumOf('admin', 'member').default('member'),
  createdAt: datetime().defaultNow(),
})
`

/** One MySQL, one Redis; secrets come from the environment. */
export function firstConfig({ database, hasRedisUrl }: Pick<Detected, 'database' | 'hasRedisUrl'>): string {
  const redis = hasRedisUrl ? '${REDIS_URL}' : '${REDIS_URL:-redis://localhost:6379}'
  return `# Where orm-gen finds its servers. \${NAME} is taken from the environment, or from .env for the commands.
default:
  mysql: \${${database?.variable ?? 'MYSQL_URL'}}
  redis: ${redis}
`
}

/** Scripts for package.json; those that exist already are kept. A tool that migrates keeps its tables to itself. */
export function scriptsFor({ migrations }: Pick<Detected, 'migrations'>): Readonly<Record<string, string>> {
  return {
    'orm:generate': 'orm-gen',
    'orm:check': 'orm-gen --check',
    'orm:ddl': migrations === undefined ? 'orm-gen ddl --apply' : 'orm-gen ddl --diff',
    'orm:consume': 'orm-gen consume --entities generated/index.ts',
  }
}
