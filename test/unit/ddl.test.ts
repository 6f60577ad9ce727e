import { describe, expect, test } from 'vitest'
import { createTables } from '../../codegen/sql/index.js'
import { modelsOf, schemaModels } from '../support/schema-models.js'

const ddlOf = (text: string) =>
  createTables(
    modelsOf(`import { datetime, defineEntity, id, int, ref, text, uuid, varchar } from 'orm-gen/schema'\n${text}`),
  )

test('a table says charset, keys and whether NULL is allowed, whatever the server would take by itself', () => {
  expect(
    ddlOf(`export const User = defineEntity('users', {
      id: id(), name: varchar(40).unique(), age: int().unsigned().nullable().index(), at: datetime().defaultNow(), token: uuid(),
    }, { comment: "it's" })`),
  ).toEqual([
    `CREATE TABLE \`users\` (
  \`id\` BIGINT UNSIGNED NOT NULL,
  \`name\` VARCHAR(40) NOT NULL,
  \`age\` INT UNSIGNED NULL,
  \`at\` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  \`token\` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`users_name_unique\` (\`name\`),
  KEY \`users_age_index\` (\`age\`)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT='it''s'`,
  ])
})

describe('foreign keys', () => {
  test('parents come first, in whatever order they are declared', () => {
    const statements = ddlOf(`
      export const Child = defineEntity('a_children', { id: id(), parent: ref(() => Parent).onDelete('cascade') })
      export const Parent = defineEntity('b_parents', { id: id() })`)
    expect(statements.map((sql) => sql.split(' (')[0])).toEqual([
      'CREATE TABLE `b_parents`',
      'CREATE TABLE `a_children`',
    ])
    expect(statements[1]).toContain(
      'FOREIGN KEY (`parent_id`) REFERENCES `b_parents` (`id`) ON DELETE CASCADE ON UPDATE RESTRICT',
    )
  })

  test('a table may point to itself at once; a circle is closed afterwards', () => {
    const statements = ddlOf(`
      export const Node = defineEntity('nodes', { id: id(), parent: ref(() => Node).nullable() })
      export const Egg = defineEntity('eggs', { id: id(), hen: ref(() => Hen).nullable() })
      export const Hen = defineEntity('hens', { id: id(), egg: ref(() => Egg).nullable() })`)
    expect(statements.map((sql) => sql.replace(/ (\(|FOREIGN).*/s, ''))).toEqual([
      'CREATE TABLE `hens`',
      'CREATE TABLE `eggs`',
      'CREATE TABLE `nodes`',
      'ALTER TABLE `hens` ADD CONSTRAINT `hens_egg_id_foreign`',
    ])
  })

  test('a reference without a constraint is a plain column', () => {
    const statements = ddlOf(`
      export const User = defineEntity('users', { id: id() })
      export const Log = defineEntity('logs', { id: id(), user: ref(() => User).noForeignKey() })`)
    expect(statements.join()).not.toContain('FOREIGN')
  })

  test('a reference to text takes the charset of its parent', () => {
    const sql = createTables(schemaModels('everything')).find((text) => text.includes('CREATE TABLE `latin_children`'))
    expect(sql).toContain('`latin_code` VARCHAR(8) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL')
  })
})

test('defaults that MySQL takes as expressions alone stand in parentheses', () => {
  const sql = createTables(schemaModels('everything')).find((text) => text.includes('CREATE TABLE `optionsTable`'))
  expect(sql).toContain("`note` TEXT NOT NULL DEFAULT ('long')")
  expect(sql).toContain(`\`payload\` JSON NOT NULL DEFAULT ('{"a":1}')`)
  expect(sql).toContain("`code` VARCHAR(10) NOT NULL DEFAULT 'it''s'")
  expect(sql).toContain("`flags` BIT(4) NOT NULL DEFAULT b'101'")
  expect(sql).toContain('`total` INT GENERATED ALWAYS AS (`left` + `right`) STORED')
})
