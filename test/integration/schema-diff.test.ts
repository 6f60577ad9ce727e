import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readEntities } from '../../codegen/index.js'
import { diff, pull, readDatabase, type SchemaDiff } from '../../codegen/introspect/index.js'
import type { EntityModel } from '../../codegen/model/index.js'
import { createTables } from '../../codegen/sql/index.js'
import { randomModels } from '../support/random-models.js'
import { modelsOf, schemaModels } from '../support/schema-models.js'
import { createWorld, type World } from '../support/world.js'

const CHINOOK = '../shared/data/chinook/Chinook_MySql.sql'
const NOTHING: SchemaDiff = { additions: [], changes: [] }

let world: World

beforeAll(async () => {
  world = await createWorld('schema-diff')
})

afterAll(() => world.close())

beforeEach(dropTables)

async function dropTables(): Promise<void> {
  await world.query('SET foreign_key_checks = 0')
  const tables = await world.query<{ name: string }>(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  )
  for (const { name } of tables) await world.query(`DROP TABLE \`${name}\``)
  await world.query('SET foreign_key_checks = 1')
}

const live = () => readDatabase((sql, params) => world.query(sql, params))
const compare = async (models: readonly EntityModel[]) => diff(models, await live())

async function create(models: readonly EntityModel[]): Promise<void> {
  for (const sql of createTables(models)) await world.query(sql)
}

async function apply({ additions }: Pick<SchemaDiff, 'additions'>): Promise<void> {
  for (const { sql } of additions) for (const statement of sql) await world.query(statement)
}

/** The database as schema files, read again. */
async function pulled() {
  const { files, warnings } = pull(await live())
  const { entities, diagnostics } = readEntities(files)
  return { entities, warnings, problems: diagnostics.filter(({ severity }) => severity === 'error'), files }
}

describe('ddl', () => {
  test('makes tables of every type, key and option that then do not differ', async () => {
    const models = schemaModels('everything')
    await create(models)
    expect(await compare(models)).toEqual(NOTHING)
  })

  test('adds what is missing to an empty or a partial database, whatever the schema', async () => {
    await fc.assert(
      fc.asyncProperty(randomModels, fc.infiniteStream(fc.nat(99)), async (models, dice) => {
        await dropTables()
        await apply(await compare(models))
        expect(await compare(models)).toEqual(NOTHING)

        await loseSomething(models, dice)
        await apply(await compare(models))
        expect(await compare(models)).toEqual(NOTHING)

        const again = await pulled()
        expect(again.problems).toEqual([])
        expect(again.warnings).toEqual([])
        expect(await compare(again.entities)).toEqual(NOTHING)
      }),
      { numRuns: 8, endOnFailure: true },
    )
  }, 120_000)
})

/** Drops foreign keys, indexes, columns and tables here and there, as far as the server allows. */
async function loseSomething(models: readonly EntityModel[], dice: Iterator<number>): Promise<void> {
  const chance = (percent: number) => dice.next().value! < percent
  await world.query('SET foreign_key_checks = 0')
  for (const { table, columns, uniques, indexes } of models) {
    const bound = new Set([...uniques, ...indexes].flatMap(({ properties }) => properties))
    const drops = [
      ...columns.flatMap(({ column, reference }) =>
        reference !== undefined && chance(40) ? [`DROP FOREIGN KEY \`${table}_${column}_foreign\``] : [],
      ),
      ...[...uniques, ...indexes].flatMap(({ name }) => (chance(40) ? [`DROP INDEX \`${name}\``] : [])),
      ...columns.flatMap(({ property, column, reference }) =>
        property !== 'id' && reference === undefined && !bound.has(property) && chance(30)
          ? [`DROP COLUMN \`${column}\``]
          : [],
      ),
    ]
    for (const drop of drops) await world.query(`ALTER TABLE \`${table}\` ${drop}`)
    if (chance(20)) await world.query(`DROP TABLE \`${table}\``)
  }
  await world.query('SET foreign_key_checks = 1')
}

describe('a changed column', () => {
  const schema = `
    import { defineEntity, enumOf, id, varchar, int, ref, datetime } from 'orm-gen/schema'
    export const Team = defineEntity('teams', { id: id() })
    export const User = defineEntity('users', {
      id: id(), name: varchar(80).unique(), age: int().unsigned().nullable(), role: enumOf('a', 'b').default('a'),
      team: ref(() => Team).nullable().onDelete('set null'), createdAt: datetime().defaultNow(),
    })`

  test.each([
    ['MODIFY name VARCHAR(40) NOT NULL', 'the column name is varchar(40), not varchar(80)'],
    ['MODIFY age INT UNSIGNED NOT NULL', 'the column age does not allow NULL'],
    ['MODIFY age BIGINT NULL DEFAULT 3', 'the column age is bigint(20), not int unsigned, and has the default 3'],
    ["MODIFY role ENUM('a') NOT NULL DEFAULT 'a'", "the column role is enum('a'), not enum('a','b')"],
    ['MODIFY name VARCHAR(80) CHARACTER SET latin1 NOT NULL', 'the column name is in latin1, not utf8mb4'],
    ['MODIFY created_at DATETIME(3) NOT NULL', 'the column created_at has no default'],
    [
      'ADD badge INT NOT NULL',
      'the schema does not know the column badge, which is NOT NULL without a default: inserts will fail',
    ],
    ['DROP PRIMARY KEY', 'the table has no primary key, not (id)'],
    [
      'ADD UNIQUE odd (role)',
      'the schema does not know the unique key odd (role), so that rows may be applied in an order which it refuses',
    ],
    ['ENGINE=MyISAM', 'the engine is MyISAM: without transactions nothing is applied exactly once'],
  ])('%s is said in words, and its SQL settles it', async (alteration, words) => {
    const models = modelsOf(schema)
    await create(models)
    if (alteration === 'ENGINE=MyISAM') await world.query('ALTER TABLE users DROP FOREIGN KEY users_team_id_foreign')
    await world.query(`ALTER TABLE users ${alteration}`)
    const { changes } = await compare(models)
    expect(changes.map((change) => change.words)).toEqual([words])
    for (const sql of changes[0]!.sql) await world.query(sql)
    await apply(await compare(models))
    expect(await compare(models)).toEqual(NOTHING)
  })

  test('a foreign key that does otherwise is a change', async () => {
    const models = modelsOf(schema)
    await create(models)
    await world.query('ALTER TABLE users DROP FOREIGN KEY users_team_id_foreign')
    await world.query(
      'ALTER TABLE users ADD CONSTRAINT other FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE',
    )
    const { changes } = await compare(models)
    expect(changes.map(({ words }) => words)).toEqual([
      'the foreign key of team_id says ON DELETE CASCADE, not SET NULL',
    ])
    await world.query(changes[0]!.sql[0]!)
    expect(await compare(models)).toEqual(NOTHING)
  })

  test('what others own is no difference', async () => {
    const models = modelsOf(schema)
    await create(models)
    await world.query('CREATE TABLE strangers (id INT PRIMARY KEY)')
    await world.query(
      "ALTER TABLE users ADD note TEXT NULL, ADD source VARCHAR(9) NOT NULL DEFAULT '', ADD INDEX (age)",
    )
    expect(await compare(models)).toEqual(NOTHING)
  })
})

describe('pull', () => {
  test('every type, key and option comes back as it was', async () => {
    const models = schemaModels('everything')
    await create(models)
    const { entities, warnings, problems } = await pulled()
    expect(problems).toEqual([])
    expect(warnings).toEqual([])
    expect(await compare(entities)).toEqual(NOTHING)
    await dropTables()
    await create(entities)
    expect((await compare(models)).changes).toEqual([])
  })

  test.skipIf(!existsSync(CHINOOK))('Chinook comes back as it was (skipped where the data set is absent)', async () => {
    const script = readFileSync(CHINOOK, 'utf8').replaceAll('\r', '')
    const tables = script
      .split(';\n')
      .filter((part) => /^\s*(\/\*[\s\S]*?\*\/\s*)*(CREATE TABLE|ALTER TABLE|CREATE INDEX)/.test(part))
    expect(tables.length).toBeGreaterThan(20)
    for (const sql of tables) await world.query(sql)
    const { entities, warnings, problems, files } = await pulled()
    expect(problems).toEqual([])
    expect(warnings).toEqual([])
    expect(await compare(entities)).toEqual(NOTHING)
    expect(files.find(({ path }) => path === 'album.ts')?.text).toContain(
      "artist: ref(() => Artist).index('IFK_AlbumArtistId').column('ArtistId')",
    )
  })

  test('what a schema cannot say is a comment in its file and a warning', async () => {
    await world.query(`CREATE TABLE places (
      id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, spot POINT NOT NULL, label VARCHAR(200) CHARACTER SET latin1 NOT NULL,
      name VARCHAR(50) NOT NULL, made DATE NOT NULL DEFAULT (CURRENT_DATE), size INT NOT NULL, extent INT NOT NULL,
      UNIQUE KEY start (name(10)), FULLTEXT KEY words (name), UNIQUE KEY pair (size, extent), CHECK (size > 0)
    ) CHARACTER SET utf8mb4`)
    await world.query(`CREATE TABLE visits (id INT PRIMARY KEY, size INT NOT NULL, extent INT NOT NULL,
      CONSTRAINT both_sizes FOREIGN KEY (size, extent) REFERENCES places (size, extent))`)
    await world.query('CREATE TRIGGER watch AFTER INSERT ON visits FOR EACH ROW SET @x = 1')
    await world.query('CREATE TABLE heap (a INT)')
    const { warnings, files, problems } = await pulled()
    expect(problems).toEqual([])
    expect(warnings.map(({ table, words }) => `${table}: ${words}`)).toEqual([
      'heap: left out: it has no primary key',
      'places: column spot point',
      'places: CHECK (`size` > 0)',
      'places: UNIQUE KEY start (name): a prefix of name',
      'places: KEY words (name): FULLTEXT',
      'places: id: AUTO_INCREMENT, which id() alone can have: new rows must bring their key',
      'places: label: CHARACTER SET latin1 COLLATE latin1_swedish_ci: a schema has one for the whole table',
      'places: made: DEFAULT curdate()',
      'visits: FOREIGN KEY both_sizes (size, extent) to places (size, extent)',
      'visits: triggers watch; add coalesce: false where they must see each change',
    ])
    const place = files.find(({ path }) => path === 'place.ts')!.text
    expect(place).toContain('// Not expressible: column spot point')
    expect(place.match(/Not expressible/g)).toHaveLength(7)
  })

  test('properties and entities get readable names that do not collide', async () => {
    await world.query(
      'CREATE TABLE people (id BIGINT UNSIGNED PRIMARY KEY, `Full Name` VARCHAR(9), boss VARCHAR(9), boss_id BIGINT UNSIGNED, `to_json` INT, `2nd` INT, FOREIGN KEY (boss_id) REFERENCES people (id))',
    )
    await world.query('CREATE TABLE person (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY)')
    await world.query(
      'CREATE TABLE person_details (person_id BIGINT UNSIGNED PRIMARY KEY, FOREIGN KEY (person_id) REFERENCES person (id))',
    )
    const { files, entities, problems } = await pulled()
    expect(problems).toEqual([])
    expect(entities.map(({ name, table }) => [name, table])).toEqual([
      ['Person', 'people'],
      ['Person2', 'person'],
      ['PersonDetail', 'person_details'],
    ])
    expect(entities[0]!.columns.map(({ property }) => property)).toEqual([
      'id',
      'fullName',
      'boss',
      'boss2Id',
      'toJson',
      '_2nd',
    ])
    expect(files.find(({ path }) => path === 'person-detail.ts')!.text).toContain(
      'person: ref(() => Person2).primary(),',
    )
    expect(await compare(entities)).toEqual(NOTHING)
  })
})
