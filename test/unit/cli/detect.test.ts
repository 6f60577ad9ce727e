import { expect, test } from 'vitest'
import { readDotEnv } from '../../../cli/dot-env.js'
import { detectProject } from '../../../cli/init/detect.js'
import { CliProject } from '../../support/cli.js'

const MYSQL = 'mysql://app:secret@db.internal:3306/shop'
const found = { address: 'db.internal:3306/shop' }

test.each([
  ['MYSQL_URL before DATABASE_URL', {}, { DATABASE_URL: MYSQL, MYSQL_URL: MYSQL }, { ...found, variable: 'MYSQL_URL' }],
  [
    'the variable of the Prisma schema',
    { 'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n  url      = env("SHOP_DB")\n}\n' },
    { SHOP_DB: MYSQL },
    { ...found, variable: 'SHOP_DB' },
  ],
  [
    'the variable of the Drizzle configuration',
    { 'drizzle.config.ts': 'export default { dbCredentials: { url: process.env.DRIZZLE_DB! } }' },
    { DRIZZLE_DB: MYSQL },
    { ...found, variable: 'DRIZZLE_DB' },
  ],
  ['no database of another kind', {}, { DATABASE_URL: 'postgresql://app@db/shop' }, undefined],
  ['no server without a database', {}, { MYSQL_URL: 'mysql://app@db' }, undefined],
])('a project names its database: %s', async (_, files, env, expected) => {
  using project = new CliProject()
  await project.write(files as Readonly<Record<string, string>>)
  expect(detectProject({ cwd: project.folder, env }).database).toEqual(expected)
})

test('libraries are found, and the one that owns the tables', async () => {
  using project = new CliProject()
  await project.write({
    'package.json': '{ "dependencies": { "mysql2": "3", "kysely": "0.28" }, "devDependencies": { "prisma": "6" } }',
  })
  expect(detectProject({ cwd: project.folder, env: {} })).toMatchObject({
    libraries: ['Prisma', 'Kysely', 'mysql2'],
    migrations: 'Prisma',
  })
})

test('a database of another kind is said to be one', () => {
  using project = new CliProject()
  const env = { DATABASE_URL: 'postgresql://app@db/shop' }
  expect(detectProject({ cwd: project.folder, env }).strange).toEqual([
    { variable: 'DATABASE_URL', protocol: 'postgresql' },
  ])
})

test('.env is read, quotes and comments too; a folder without one has none', async () => {
  using project = new CliProject()
  expect(readDotEnv(project.folder)).toEqual({})
  await project.write({ '.env': `# servers\nexport MYSQL_URL="${MYSQL}" # here\nREDIS_URL=redis://cache\n` })
  expect({ ...readDotEnv(project.folder) }).toEqual({ MYSQL_URL: MYSQL, REDIS_URL: 'redis://cache' })
})
