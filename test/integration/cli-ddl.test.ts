import { afterEach, beforeEach, expect, test } from 'vitest'
import { CliProject } from '../support/cli.js'
import { createWorld, type World } from '../support/world.js'

const SCHEMA = `import { defineEntity, id, ref, varchar } from 'orm-gen/schema'
export const Team = defineEntity('teams', { id: id(), name: varchar(40).unique() })
export const User = defineEntity('users', { id: id(), team: ref(() => Team).nullable() })
`

let world: World
let cli: CliProject

beforeEach(async () => {
  world = await createWorld('cli-ddl')
  cli = new CliProject()
  cli.env.MYSQL_URL = world.mysqlUrl
  await writeSchema('team.ts', SCHEMA)
})

afterEach(async () => {
  cli[Symbol.dispose]()
  await world.close()
})

const writeSchema = (name: string, text: string) => cli.write({ [`schemas/${name}`]: text })
const schemaFile = (name: string) => cli.read(`schemas/${name}`)

test('ddl prints statements that build the whole database, without asking it', async () => {
  const { exitCode, stdout, stderr } = await cli.run('ddl')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  for (const sql of stdout.split(/;\n+/).filter((text) => text.trim() !== '')) await world.query(sql)
  expect(await cli.run('ddl', '--diff')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('nothing differs'),
  })
})

test('ddl --diff ends with 3 while something differs, and --apply adds it', async () => {
  const before = await cli.run('ddl', '--diff')
  expect(before.exitCode).toBe(3)
  expect(before.stdout).toContain('+ teams: the table is missing')
  expect(before.stdout).toContain('2 additions to make: orm-gen ddl --apply')
  const applied = await cli.run('ddl', '--apply')
  expect(applied.exitCode).toBe(0)
  expect(applied.stdout).toContain('added  users: the table is missing')
  expect((await cli.run('ddl', '--diff')).exitCode).toBe(0)
  expect((await cli.run('ddl', '--apply')).stdout).toContain('nothing differs')
  expect(await world.query("SHOW TABLES LIKE 'orm_lazy_%'")).toHaveLength(9)
})

test('ddl --apply leaves what would have to change, and says so', async () => {
  await cli.run('ddl', '--apply')
  await world.query('ALTER TABLE teams MODIFY name VARCHAR(20) NOT NULL')
  const { exitCode, stdout } = await cli.run('ddl', '--apply', '--diff')
  expect(exitCode).toBe(3)
  expect(stdout).toContain('~ teams: the column name is varchar(20), not varchar(40)')
  expect(stdout).toContain('ALTER TABLE `teams` MODIFY COLUMN `name` VARCHAR(40) NOT NULL;')
  expect(stdout).toContain('1 change left to your migration tool')
})

test('what the consumer’s own tables of an older version lack is told and added', async () => {
  await cli.run('ddl', '--apply')
  await world.query(
    "INSERT INTO orm_lazy_consumer VALUES ('p', 'o', 'h', 1, 'working', 1, NOW(3), NOW(3), 0, 0, 0, 0, NULL)",
  )
  await world.query('ALTER TABLE orm_lazy_consumer DROP COLUMN alert, DROP COLUMN retries')
  await world.query('ALTER TABLE orm_lazy_dead_letter DROP KEY ix_entity, DROP COLUMN masked_properties')
  const before = await cli.run('ddl', '--diff')
  expect(before.exitCode).toBe(3)
  expect(before.stdout).toContain('+ orm_lazy_consumer: the column retries of the consumer is missing')
  expect(before.stdout).toContain('ALTER TABLE orm_lazy_dead_letter ADD KEY ix_entity (part, entity, id);')
  expect(before.stdout).toContain('4 additions to make: orm-gen ddl --apply')
  expect((await cli.run('ddl', '--apply')).exitCode).toBe(0)
  const after = await cli.run('ddl', '--diff')
  expect({ exitCode: after.exitCode, stdout: after.stdout }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('nothing differs'),
  })
  expect(await world.query('SELECT retries FROM orm_lazy_consumer')).toEqual([{ retries: '0' }])
})

test('ddl --diff --json gives the differences as data', async () => {
  const { stdout, exitCode } = await cli.run('ddl', '--diff', '--json')
  expect(exitCode).toBe(3)
  const { pools } = JSON.parse(stdout)
  expect(pools[0]).toMatchObject({ pool: 'default', changes: [], applied: false })
  expect(pools[0].additions.map(({ table }: { table: string }) => table)).toEqual(['teams', 'users'])
})

test('an addition that the rows forbid names the database error and how to go on', async () => {
  await world.query(
    'CREATE TABLE teams (id BIGINT UNSIGNED PRIMARY KEY, name VARCHAR(40) NOT NULL) CHARACTER SET utf8mb4',
  )
  await world.query("INSERT INTO teams VALUES (1, 'same'), (2, 'same')")
  const { exitCode, stderr } = await cli.run('ddl', '--apply')
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/teams: the unique key \(name\) is missing, and cannot be added: Duplicate entry 'same'/)
  expect(stderr).toContain('ORM3010')
  await world.query('DELETE FROM teams WHERE id = 2')
  expect((await cli.run('ddl', '--apply')).exitCode).toBe(0)
})

test('a schema with errors is shown and nothing is asked of the database', async () => {
  await writeSchema('team.ts', SCHEMA.replace('varchar(40)', 'varchar()'))
  const { exitCode, stderr } = await cli.run('ddl', '--apply')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('ORM1012')
  expect(await world.query('SHOW TABLES')).toEqual([])
})

test('a server that is away ends with 4, a missing address with 2, an unknown pool with 2', async () => {
  using away = new CliProject()
  using nowhere = new CliProject()
  away.env.MYSQL_URL = 'mysql://root@127.0.0.1:1/app'
  for (const project of [away, nowhere]) await project.write({ 'schemas/team.ts': SCHEMA })
  expect(await away.run('ddl', '--diff')).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining('127.0.0.1:1/app'),
  })
  expect(await nowhere.run('ddl', '--diff')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('MYSQL_URL'),
  })
  await writeSchema(
    'team.ts',
    SCHEMA.replace('unique() })', "unique() }, { pool: 'other' })").replace(
      '.nullable()',
      '.nullable().noForeignKey()',
    ),
  )
  expect(await cli.run('ddl', '--diff')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('no MySQL pool "other"'),
  })
})

test('orm.yaml names the database, each pool with its own tables', async () => {
  await using other = await createWorld('cli-ddl-other')
  await cli.write({
    'orm.yaml': `default:\n  mysql: ${world.mysqlUrl}\n  redis: redis://localhost\nother:\n  mysql: ${other.mysqlUrl}\n`,
  })
  await writeSchema(
    'log.ts',
    `import { defineEntity, id } from 'orm-gen/schema'\nexport const Log = defineEntity('logs', { id: id() }, { pool: 'other' })\n`,
  )
  expect((await cli.run('ddl', '--apply')).exitCode).toBe(0)
  expect(await world.query("SHOW TABLES LIKE 'logs'")).toEqual([])
  expect(await other.query("SHOW TABLES LIKE 'logs'")).toHaveLength(1)
  expect((await cli.run('ddl')).stdout).toContain('-- pool other')
})

test('pull writes schema files, from which ddl --diff finds nothing', async () => {
  await world.query(
    'CREATE TABLE books (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, title VARCHAR(90) NOT NULL, spot POINT NULL) CHARACTER SET utf8mb4',
  )
  const { exitCode, stdout, stderr } = await cli.run('pull', '--schemas', 'pulled')
  expect(exitCode).toBe(0)
  expect(stdout).toBe('written    pulled/book.ts\n1 written; 1 not expressible, each a comment in its file\n')
  expect(stderr).toBe('warning: books: column spot point\n')
  expect(await cli.run('ddl', '--diff', '--schemas', 'pulled')).toMatchObject({ exitCode: 0 })
})

test('pull keeps a file that is there, unless it is told otherwise', async () => {
  await world.query('CREATE TABLE teams (id BIGINT UNSIGNED PRIMARY KEY) CHARACTER SET utf8mb4')
  const kept = await cli.run('pull')
  expect(kept.stdout).toContain('kept       schemas/team.ts')
  expect(await schemaFile('team.ts')).toBe(SCHEMA)
  await cli.run('pull', '--force')
  expect(await schemaFile('team.ts')).toContain("export const Team = defineEntity('teams', {\n  id: id(),\n})")
  expect((await cli.run('pull')).stdout).toBe('unchanged  schemas/team.ts\n1 unchanged\n')
})
