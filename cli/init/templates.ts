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
export const FIRST_CONFIG = `# Where orm-gen finds its servers. \${NAME} is taken from the environment.
default:
  mysql: \${MYSQL_URL}
  redis: \${REDIS_URL}
`

/** Scripts for package.json; those that exist already are kept. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  'orm:generate': 'orm-gen',
  'orm:check': 'orm-gen --check',
  'orm:ddl': 'orm-gen ddl --apply',
  'orm:consume': 'orm-gen consume --entities generated/index.ts',
}
