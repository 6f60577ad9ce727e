import { createRequire } from 'node:module'
import type CommonJsModule from 'ts-mysql-parser'
import { describe, expect, test } from 'vitest'
import { diff, type LiveDatabase } from '../../codegen/introspect/index.js'
import {
  bookkeepingStatements,
  ddlStatements,
  entityStatements,
  knownModels,
  literalStatements,
  type Statement,
} from '../support/all-statements.js'

const { default: MySQLParser } = createRequire(import.meta.url)('ts-mysql-parser') as typeof CommonJsModule

/** The grammar of MySQL Workbench, told to read as MySQL 8.0.19 does. There is no MySQL 8 in the test runs. */
const parser = new MySQLParser({ version: '8.0.19' })

function refusal(sql: string): string | undefined {
  const { parserError, lexerError } = parser.parse(sql)
  return (parserError ?? lexerError)?.message
}

function refusals(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(({ origin, sql }) => {
    const words = refusal(sql)
    return words === undefined ? [] : [`${origin}: ${words}\n${sql}`]
  })
}

describe('MySQL 8 can read', { timeout: 120_000 }, () => {
  const models = knownModels()
  const entities = models.flat()

  test('the tables of every known model', () => {
    const statements = [...models.flatMap(ddlStatements), ...bookkeepingStatements]
    expect(statements.length).toBeGreaterThan(20)
    expect(refusals(statements)).toEqual([])
  })

  test('what is sent for every known entity', () => {
    const statements = entities.flatMap(entityStatements)
    expect(statements.length).toBeGreaterThan(50)
    expect(refusals(statements)).toEqual([])
  })

  test('every statement that stands in the sources', () => {
    const statements = literalStatements('runtime/database', 'codegen/introspect')
    expect(statements.length).toBeGreaterThan(20)
    expect(refusals(statements)).toEqual([])
  })

  test('every statement that ddl proposes for a database which differs', () => {
    const statements = models.flatMap((model) => {
      const { additions, changes } = diff(model, emptied(model.map(({ table }) => table)))
      return [...additions, ...changes].flatMap(({ table, sql }) => sql.map((text) => ({ origin: table, sql: text })))
    })
    expect(statements.length).toBeGreaterThan(50)
    expect(refusals(statements)).toEqual([])
  })
})

test('what only MariaDB reads is noticed', () => {
  expect(refusal('INSERT INTO users (name) VALUES (?) RETURNING id')).toBeDefined()
  expect(refusal('SELECT FROM users')).toBeDefined()
  expect(refusal('INSERT INTO users (name) VALUES (?)')).toBeUndefined()
})

/** A database in which each table has one column that nobody knows. */
function emptied(tables: readonly string[]): LiveDatabase {
  return {
    server: 'mysql',
    tableNames: 'exact',
    defaultCollations: new Map(),
    tables: tables.map((name) => ({
      name,
      engine: 'MyISAM',
      comment: '',
      charset: 'latin1',
      collation: 'latin1_swedish_ci',
      columns: [
        {
          name: 'stranger',
          typeText: 'int',
          type: { kind: 'int' },
          nullable: false,
          default: undefined,
          autoIncrement: false,
          onUpdateNow: false,
          generated: undefined,
          comment: '',
          charset: undefined,
          collation: undefined,
        },
      ],
      primaryKey: ['stranger'],
      indexes: [{ name: 'odd', unique: true, columns: ['stranger'], peculiarity: undefined }],
      foreignKeys: [
        {
          name: 'odd',
          columns: ['stranger'],
          targetTable: 'others',
          targetColumns: ['id'],
          onDelete: 'restrict',
          onUpdate: 'restrict',
        },
      ],
      checks: [],
      triggers: [],
    })),
  }
}
