import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Terminal } from '../terminal.js'

/** What a project has before orm-gen comes to it. */
export interface Detected {
  /** The database of the application, by the variable that names it. */
  readonly database: DetectedDatabase | undefined
  /** Variables that name a database of another kind: `DATABASE_URL` with `postgresql`. */
  readonly strange: readonly { readonly variable: string; readonly protocol: string }[]
  readonly hasRedisUrl: boolean
  /** Libraries that the application reaches MySQL with. */
  readonly libraries: readonly string[]
  /** The one that owns the tables, where one does. */
  readonly migrations: string | undefined
}

export interface DetectedDatabase {
  readonly variable: string
  /** Without user and password: `localhost:3306/shop`. */
  readonly address: string
}

/** In the order in which they are named where there are several; `migrates`: makes and changes tables. */
const LIBRARIES = [
  { name: 'Prisma', packages: ['prisma', '@prisma/client'], migrates: true },
  { name: 'Drizzle', packages: ['drizzle-orm'], migrates: true },
  { name: 'TypeORM', packages: ['typeorm'], migrates: true },
  { name: 'Sequelize', packages: ['sequelize'], migrates: true },
  { name: 'MikroORM', packages: ['@mikro-orm/mysql', '@mikro-orm/mariadb'], migrates: true },
  { name: 'Knex', packages: ['knex'], migrates: true },
  { name: 'Kysely', packages: ['kysely'], migrates: false },
  { name: 'mysql2', packages: ['mysql2', 'mysql'], migrates: false },
] as const

/** Where tools of the field write which variable holds the address. */
const VARIABLE_SOURCES = [
  { path: 'prisma/schema.prisma', pattern: /\burl\s*=\s*env\("(\w+)"\)/ },
  { path: 'drizzle.config.ts', pattern: /process\.env\.(\w+)|process\.env\['(\w+)'\]/ },
  { path: 'drizzle.config.js', pattern: /process\.env\.(\w+)|process\.env\['(\w+)'\]/ },
] as const

const USUAL_VARIABLES = ['MYSQL_URL', 'DATABASE_URL'] as const
const PROTOCOLS = new Set(['mysql:', 'mariadb:'])

export function detectProject({ cwd, env }: Pick<Terminal, 'cwd' | 'env'>): Detected {
  const packages = packagesOf(cwd)
  const libraries = LIBRARIES.filter((library) => library.packages.some((name) => packages.has(name)))
  const found = [...new Set([...USUAL_VARIABLES, ...variablesOf(cwd)])].flatMap((variable) => {
    const address = env[variable]
    return address !== undefined && URL.canParse(address) ? [{ variable, url: new URL(address) }] : []
  })
  const own = found.find(({ url }) => PROTOCOLS.has(url.protocol) && url.pathname.length > 1)
  return {
    database: own && { variable: own.variable, address: `${own.url.host}${own.url.pathname}` },
    strange: found
      .filter(({ url }) => !PROTOCOLS.has(url.protocol))
      .map(({ variable, url }) => ({ variable, protocol: url.protocol.slice(0, -1) })),
    hasRedisUrl: Boolean(env.REDIS_URL),
    libraries: libraries.map(({ name }) => name),
    migrations: libraries.find(({ migrates }) => migrates)?.name,
  }
}

function packagesOf(cwd: string): ReadonlySet<string> {
  const text = textOf(join(cwd, 'package.json'))
  if (text === undefined) return new Set()
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<string, object | undefined>
  return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)])
}

function variablesOf(cwd: string): readonly string[] {
  return VARIABLE_SOURCES.flatMap(({ path, pattern }) => {
    const match = pattern.exec(textOf(join(cwd, path)) ?? '')
    return match?.slice(1).filter((name) => name !== undefined) ?? []
  })
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
