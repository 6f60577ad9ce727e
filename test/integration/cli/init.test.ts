import { afterEach, beforeEach, expect, test } from 'vitest'
import { CliProject } from '../../support/cli.js'
import { createWorld, type World } from '../../support/world.js'

let world: World
let cli: CliProject

beforeEach(async () => {
  world = await createWorld('cli-init')
  cli = new CliProject()
  cli.env.DATABASE_URL = world.mysqlUrl
  await cli.write({ 'package.json': '{ "name": "shop", "dependencies": { "mysql2": "^3", "drizzle-orm": "^0.45" } }' })
  await world.query('CREATE TABLE articles (id BIGINT UNSIGNED PRIMARY KEY, title VARCHAR(80) NOT NULL)')
  await world.query('CREATE TABLE __drizzle_migrations (id INT PRIMARY KEY)')
})

afterEach(async () => {
  cli[Symbol.dispose]()
  await world.close()
})

test('beside an application, init takes its variable and its tables, and leaves changes to its migration tool', {
  timeout: 90_000,
}, async () => {
  const { exitCode, stdout } = await cli.run('init')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('found    Drizzle, mysql2\n')
  expect(stdout).toMatch(new RegExp(`found    \\S+/${world.database}  \\(DATABASE_URL\\)\n`))
  expect(stdout).toContain('written  schemas/article.ts  (from the database)')
  expect(await cli.list('schemas')).toEqual(['article.ts'])
  expect(await cli.read('orm.yaml')).toContain('mysql: ${DATABASE_URL}')
  expect(await cli.read('package.json')).toContain('"orm:ddl": "orm-gen ddl --diff"')
  expect((await cli.run()).exitCode).toBe(0)
  expect(await cli.run('ddl', '--diff')).toMatchObject({ exitCode: 0 })
})

test.each([
  ['', ['article.ts']],
  ['n', ['user.ts']],
])('a person who watches is asked one thing; the answer "%s" writes %s', async (answer, files) => {
  cli.answers = [answer]
  await cli.run('init')
  expect(cli.questions).toEqual([expect.stringMatching(/^Write schema files from the tables of .*\? \[Y\/n\] $/)])
  expect(await cli.list('schemas')).toEqual(files)
})

test.each([
  [['--yes'], ['article.ts']],
  [['--no-pull'], ['user.ts']],
])('with %s nobody is asked', async (flags, files) => {
  cli.answers = []
  await cli.run('init', ...flags)
  expect(cli.questions).toEqual([])
  expect(await cli.list('schemas')).toEqual(files)
})

test('an empty database gets the first schema', async () => {
  await world.query('DROP TABLE articles')
  await cli.run('init')
  expect(await cli.list('schemas')).toEqual(['user.ts'])
})

test('a database that is away ends it with 4, and a second run goes on', async () => {
  cli.env.DATABASE_URL = 'mysql://root@127.0.0.1:1/shop'
  const first = await cli.run('init')
  expect(first).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('127.0.0.1:1') })
  expect(first.stdout).toContain('written  orm.yaml')
  expect(await cli.list('schemas')).toEqual([])
  cli.env.DATABASE_URL = world.mysqlUrl
  const second = await cli.run('init')
  expect(second.stdout).toContain('kept     orm.yaml')
  expect(await cli.list('schemas')).toEqual(['article.ts'])
})
